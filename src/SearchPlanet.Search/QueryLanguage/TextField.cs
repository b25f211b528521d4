namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Where a word or phrase is looked for.</summary>
public enum TextField
{
    /// <summary>Title, tags, body, code and authors.</summary>
    All,
    Title,
    Code,
}
