namespace SearchPlanet.Feeds;

public enum FeedDiagnosticSeverity
{
    /// <summary>Odd, but within the rules.</summary>
    Note,

    /// <summary>A rule was broken; what could be read was read.</summary>
    Problem,
}
