namespace SearchPlanet.Feeds;

/// <summary>A category or tag.</summary>
/// <param name="Term">The word itself, plain text.</param>
/// <param name="Scheme">Atom's scheme or RSS's domain.</param>
/// <param name="Label">The name for people, where it differs from the term.</param>
public sealed record FeedCategory(string Term, string? Scheme = null, string? Label = null)
{
    /// <summary>
    /// What to call it. A term of a scheme is a word of its vocabulary, the same in every entry, and stays; a bare term
    /// may be any key, which its label says better.
    /// </summary>
    public string Name => Scheme is null ? Label ?? Term : Term;
}
