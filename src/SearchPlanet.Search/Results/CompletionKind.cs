namespace SearchPlanet.Search.Results;

/// <summary>What a <see cref="Completion"/> is. The names in lower case are the API's values.</summary>
public enum CompletionKind
{
    Title,
    Tag,
    Author,
    Source,
    Term,
}
