using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The live documents that matched a search, a bit set for each segment: what facets are counted over.</summary>
/// <param name="Segments">One for each of the reader's leaves.</param>
public sealed record MatchSet(DirectoryReader Reader, ImmutableArray<FixedBitSet> Segments)
{
    /// <summary>Matches in all segments.</summary>
    public int Count => Segments.Sum(static segment => segment.Cardinality());

    /// <summary>The documents in this and all of the others.</summary>
    public MatchSet Intersect(params IReadOnlyList<MatchSet> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var segments = Segments.Select(static segment => segment.Clone()).ToImmutableArray();
        foreach (var other in others)
        {
            for (var i = 0; i < segments.Length; i++)
                segments[i].And(other.Segments[i]);
        }
        return this with { Segments = segments };
    }

    /// <summary>Whether a document matched.</summary>
    /// <param name="doc">Document id in the whole index.</param>
    public bool Contains(int doc)
    {
        var leaf = Reader.LeafOf(doc);
        return Segments[leaf.Ordinal][doc - leaf.DocBase];
    }
}
