namespace SearchPlanet.Posts;

/// <summary>What a <see cref="Passage"/> holds.</summary>
public enum PassageKind
{
    Prose,
    Heading,
    Code,
    Transcript,
}
