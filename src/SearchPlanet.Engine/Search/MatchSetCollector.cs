using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Remembers every match, as Lucene's <c>FacetsCollector</c>. Who takes the <see cref="Matches"/> disposes of them.</summary>
public sealed class MatchSetCollector : Collector
{
    public MatchSetCollector(DirectoryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Matches = new MatchSet(reader);
    }

    public override CollectMode Mode => CollectMode.Matches;

    public MatchSet Matches { get; }

    public override LeafCollector GetLeafCollector(Leaf leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return new Copying(Matches.Segments[leaf.Ordinal]);
    }

    private sealed class Copying(FixedBitSet bits) : LeafCollector
    {
        public override void Collect(DocWindow window)
        {
            var target = bits.Words[(window.From >> 6)..];
            window.Matches[..Math.Min(target.Length, window.Matches.Length)].CopyTo(target);
        }
    }
}
