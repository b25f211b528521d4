namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>How far a run has come.</summary>
/// <param name="Done">Feeds checked so far, this one included.</param>
/// <param name="Total">Feeds to check.</param>
/// <param name="Report">Of the feed just checked.</param>
public sealed record FeedProgress(int Done, int Total, FeedReport Report);
