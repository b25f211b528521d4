namespace SearchPlanet.Ingestion.Tests.Simulation;

/// <summary>What a server of the simulated web does.</summary>
internal enum ServerBehaviour
{
    Good,
    WithoutValidators,
    MaxAgeOfADay,
    TtlOfSixHours,
    MovedElsewhere,
    Flapping,
    Throttling,
    Forbidden,
    NotFound,
    Gone,
    HtmlPage,
    NameGone,
}
