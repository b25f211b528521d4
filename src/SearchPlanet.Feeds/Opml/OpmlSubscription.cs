namespace SearchPlanet.Feeds.Opml;

/// <summary>A subscription in a list.</summary>
/// <param name="FeedAddress"><c>xmlUrl</c>: http or https, absolute where a base is known.</param>
/// <param name="Title"><c>title</c>, else <c>text</c>, plain text.</param>
/// <param name="PageAddress"><c>htmlUrl</c>.</param>
/// <param name="Folders">The titles of the outlines around it, outermost first.</param>
public sealed record OpmlSubscription(string FeedAddress, string? Title, string? PageAddress, IReadOnlyList<string> Folders)
{
    /// <summary>The <c>category</c> attribute, split at commas.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    public string? Language { get; init; }
}
