namespace SearchPlanet.Feeds.Opml;

/// <summary>A list of subscriptions in document order.</summary>
/// <param name="Diagnostics">What was odd about the document; empty for a well-formed one.</param>
public sealed record OpmlDocument(string? Title, IReadOnlyList<OpmlSubscription> Subscriptions, IReadOnlyList<FeedDiagnostic> Diagnostics);
