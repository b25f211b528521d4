namespace SearchPlanet.Feeds;

/// <summary>A category or tag.</summary>
/// <param name="Term">The word itself, plain text.</param>
/// <param name="Scheme">Atom's scheme or RSS's domain.</param>
/// <param name="Label">The name for people, where it differs from the term.</param>
public sealed record FeedCategory(string Term, string? Scheme = null, string? Label = null)
{
    /// <summary>What to show.</summary>
    public string Name => Label ?? Term;
}
