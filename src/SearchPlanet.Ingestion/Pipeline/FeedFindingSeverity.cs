namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>How much a <see cref="FeedFinding"/> matters.</summary>
public enum FeedFindingSeverity
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>Costs the feed's readers or its server something.</summary>
    Warning,

    /// <summary>Posts are lost, or the feed cannot be read.</summary>
    Error,
}
