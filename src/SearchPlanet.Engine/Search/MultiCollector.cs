using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Several collectors in one search: the best hits and all matches, say.</summary>
public sealed class MultiCollector(params Collector[] collectors) : Collector
{
    public override CollectMode Mode => collectors.Aggregate(CollectMode.None, static (mode, collector) => mode | collector.Mode);

    public override LeafCollector GetLeafCollector(Leaf leaf) =>
        new Multi([.. collectors.Select(collector => collector.GetLeafCollector(leaf))], [.. collectors.Select(collector => collector.Mode)]);

    private sealed class Multi(LeafCollector[] collectors, CollectMode[] modes) : LeafCollector
    {
        public override float MinCompetitiveScore
        {
            get
            {
                var least = float.PositiveInfinity;
                foreach (var collector in collectors)
                {
                    least = Math.Min(least, collector.MinCompetitiveScore);
                }

                return least;
            }
        }

        public override void AddCount(int count)
        {
            for (var i = 0; i < collectors.Length; i++)
            {
                if (modes[i].HasFlag(CollectMode.Count))
                {
                    collectors[i].AddCount(count);
                }
            }
        }

        public override void Collect(DocWindow window)
        {
            foreach (var collector in collectors)
            {
                collector.Collect(window);
            }
        }
    }
}
