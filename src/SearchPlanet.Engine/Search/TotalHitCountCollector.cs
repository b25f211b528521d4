using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Counts matches, nothing else.</summary>
public sealed class TotalHitCountCollector : Collector
{
    public override CollectMode Mode => CollectMode.Count;

    public int Count { get; private set; }

    public override LeafCollector GetLeafCollector(Leaf leaf) => new Counting(this);

    private sealed class Counting(TotalHitCountCollector owner) : LeafCollector
    {
        private bool _isCounted;

        public override void AddCount(int count)
        {
            owner.Count += count;
            _isCounted = true;
        }

        public override void Collect(DocWindow window) => owner.Count += _isCounted ? 0 : window.MatchCount();
    }
}
