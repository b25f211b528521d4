namespace SearchPlanet.Feeds;

/// <summary>What became of a document.</summary>
/// <param name="Format"><see cref="FeedFormat.Unknown"/> when it is no feed.</param>
/// <param name="Encoding">The name of the encoding that the bytes were read in, in lower case.</param>
/// <param name="Feed">Empty when it is no feed.</param>
/// <param name="Diagnostics">What was odd, in the order it was noticed; a kind is named once.</param>
public sealed record FeedParseResult(FeedFormat Format, string Encoding, Feed Feed, IReadOnlyList<FeedDiagnostic> Diagnostics)
{
    /// <summary>Recognised as a feed, also when ill-formed and recovered.</summary>
    public bool IsFeed => Format != FeedFormat.Unknown;

    /// <summary>The document broke a rule of XML, JSON or its encoding (what feedparser calls bozo).</summary>
    public bool IsIllFormed => Diagnostics.Any(diagnostic => diagnostic.Severity == FeedDiagnosticSeverity.Problem);
}
