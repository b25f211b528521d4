using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Gathers what a search finds, segment by segment in the order of the index. For one search and one thread.</summary>
public abstract class Collector
{
    /// <summary>What it needs; must not change during a search.</summary>
    public abstract CollectMode Mode { get; }

    /// <summary>The part that receives the windows of one segment.</summary>
    public abstract LeafCollector GetLeafCollector(Leaf leaf);
}
