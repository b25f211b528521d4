namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>One thing worth telling a feed's author.</summary>
/// <param name="Message">For people, with what to do about it where that is not plain.</param>
public sealed record FeedFinding(FeedFindingSeverity Severity, string Message);
