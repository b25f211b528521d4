using System.Collections.Immutable;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Facets;

/// <summary>What <see cref="DrillSideways"/> found. Disposing of it gives its sets of matches back.</summary>
/// <param name="TopDocs">The hits.</param>
/// <param name="Matches">All documents that satisfy the query and every choice.</param>
/// <param name="Sideways">For each dimension with a sideways choice, the documents that satisfy all but that.</param>
/// <param name="IsPartial">The budget ran out: there may be better hits and more matches, and nothing is sideways.</param>
public sealed record DrillSidewaysResult(TopDocs TopDocs, MatchSet Matches, ImmutableDictionary<string, MatchSet> Sideways, bool IsPartial = false) : IDisposable
{
    /// <summary>The matches that a dimension's counts are made of.</summary>
    public MatchSet MatchesFor(string dimension) => Sideways.GetValueOrDefault(dimension, Matches);

    public void Dispose()
    {
        Matches.Dispose();
        foreach (var matches in Sideways.Values)
        {
            matches.Dispose();
        }
    }
}
