namespace SearchPlanet.Ingestion.Fetching;

/// <summary>How the reading or decoding of a body ended.</summary>
internal enum BodyEnd
{
    Complete,
    Truncated,
    TooLarge,
    TooSlow,
    TimedOut,
    Malformed,
}
