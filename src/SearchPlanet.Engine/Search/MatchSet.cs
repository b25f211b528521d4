using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// The live documents that matched a search, a bit set for each segment: what facets are counted over. The bit sets are
/// borrowed: disposing of it gives them to the next search, and forgetting to costs no more than garbage.
/// </summary>
public sealed class MatchSet : IDisposable
{
    private ImmutableArray<FixedBitSet> _segments;

    /// <summary>Of no documents yet.</summary>
    internal MatchSet(DirectoryReader reader)
    {
        Reader = reader;
        _segments = [.. reader.Leaves.Select(static leaf => leaf.Reader.BitSets.Rent())];
    }

    public DirectoryReader Reader { get; }

    /// <summary>One for each of the reader's leaves.</summary>
    public ImmutableArray<FixedBitSet> Segments
    {
        get
        {
            ObjectDisposedException.ThrowIf(_segments.IsDefault, this);
            return _segments;
        }
    }

    /// <summary>Matches in all segments.</summary>
    public int Count => Segments.Sum(static segment => segment.Cardinality());

    /// <summary>The documents in this and all of the others.</summary>
    public MatchSet Intersect(params IReadOnlyList<MatchSet> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var both = new MatchSet(Reader);
        for (var i = 0; i < both.Segments.Length; i++)
        {
            Segments[i].Words.CopyTo(both.Segments[i].Words);
            foreach (var other in others)
            {
                both.Segments[i].And(other.Segments[i]);
            }
        }

        return both;
    }

    /// <summary>Whether a document matched.</summary>
    /// <param name="doc">Document id in the whole index.</param>
    public bool Contains(int doc)
    {
        var leaf = Reader.LeafOf(doc);
        return Segments[leaf.Ordinal][doc - leaf.DocBase];
    }

    public void Dispose()
    {
        var segments = _segments;
        _segments = default;
        if (segments.IsDefault)
        {
            return;
        }

        for (var i = 0; i < segments.Length; i++)
        {
            Reader.Leaves[i].Reader.BitSets.Return(segments[i]);
        }
    }
}
