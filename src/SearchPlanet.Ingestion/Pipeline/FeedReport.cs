using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Detection;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>What one check of a feed brought.</summary>
/// <param name="Feed">As it is now.</param>
public sealed record FeedReport(FeedRecord Feed, FetchOutcome Outcome, int? Status)
{
    public int Entries { get; init; }

    public int New { get; init; }

    public int Changed { get; init; }

    public int Unchanged { get; init; }

    /// <summary>Entries of stories known from elsewhere.</summary>
    public int Duplicates { get; init; }

    public int Refused { get; init; }

    /// <summary>Posts that were new on pages of older entries.</summary>
    public int Older { get; init; }

    /// <summary>What became of each entry.</summary>
    public IReadOnlyList<EntryDecision> Decisions { get; init; } = [];

    /// <summary>In plain words; null when all went well.</summary>
    public string? Error { get; init; }

    /// <summary>What was odd about the document.</summary>
    public IReadOnlyList<FeedDiagnostic> Diagnostics { get; init; } = [];

    /// <summary>The feeds that an HTML page in the feed's place points to.</summary>
    public IReadOnlyList<FeedCandidate> Candidates { get; init; } = [];

    public TimeSpan Elapsed { get; init; }
}
