namespace SearchPlanet.Posts;

/// <summary>What an incoming post can be recognised by: 64-bit prefixes of SHA-256, so that nobody can make a post that is taken for another's.</summary>
/// <param name="Url">From its canonical link; null when it has none that tells it apart.</param>
/// <param name="Guid">From its id within its feed, bound to its source unless the id is unique by its form; null when it has none.</param>
/// <param name="Source">Names the way by which it came: blog, planet, feed and entry.</param>
/// <param name="Titles">From the title, and from what stands behind an <c>Author: </c> that may lead it.</param>
/// <param name="Text">From the body.</param>
public sealed record PostKeys(long? Url, long? Guid, long Source, IReadOnlyList<long> Titles, TextFingerprint Text)
{
    /// <summary>Those that one post alone can have, the better first.</summary>
    public IEnumerable<long> Exact => ((long?[])[Url, Guid]).OfType<long>();

    /// <summary>Those that posts which are alike share.</summary>
    public IEnumerable<long> Likeness => Titles.Concat(Text.Sketch);
}
