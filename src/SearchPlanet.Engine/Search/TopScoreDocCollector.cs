using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The hits with the highest scores; of equal ones those with the lowest document ids.</summary>
public sealed class TopScoreDocCollector : Collector
{
    private readonly int _limit;
    private readonly ScoreDoc? _after;
    private readonly bool _countsAll;

    // A binary heap with the worst hit on top.
    private float[] _scores;
    private int[] _docs;
    private int _size;
    private long _count;

    /// <summary>Ready for one search.</summary>
    /// <param name="limit">Hits kept, 0 or more.</param>
    /// <param name="after">Only hits behind this one; null for the first page.</param>
    /// <param name="countsAll">Counts every match; otherwise scorers may skip what cannot be among the best.</param>
    public TopScoreDocCollector(int limit, ScoreDoc? after = null, bool countsAll = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        _limit = limit;
        _after = after;
        _countsAll = countsAll;
        _scores = new float[Math.Min(limit, 1024)];
        _docs = new int[_scores.Length];
    }

    public override CollectMode Mode => (_limit > 0 ? CollectMode.Scores : CollectMode.None) | (_countsAll ? CollectMode.Count : CollectMode.None);

    private float Threshold => _limit == 0 ? float.PositiveInfinity : _size < _limit ? float.NegativeInfinity : _scores[0];

    public override LeafCollector GetLeafCollector(Leaf leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return new Collecting(this, leaf.DocBase);
    }

    /// <summary>The hits so far, best first. Empties the collector.</summary>
    public TopDocs TopDocs()
    {
        var hits = new ScoreDoc[_size];
        for (var i = _size - 1; i >= 0; i--)
        {
            hits[i] = new ScoreDoc(_docs[0], _scores[0]);
            _size--;
            if (_size > 0)
            {
                SiftDown(_docs[_size], _scores[_size]);
            }
        }

        return new TopDocs(_count, _countsAll, ImmutableArray.Create(hits));
    }

    private void Offer(int doc, float score)
    {
        // Documents come in rising order, so an equal score loses.
        if (_size == _limit)
        {
            if (score > _scores[0])
            {
                SiftDown(doc, score);
            }

            return;
        }

        if (_size == _scores.Length)
        {
            Array.Resize(ref _scores, Math.Min(2 * _size, _limit));
            Array.Resize(ref _docs, _scores.Length);
        }

        var at = _size++;
        while (at > 0 && IsWorse(score, doc, _scores[(at - 1) / 2], _docs[(at - 1) / 2]))
        {
            _scores[at] = _scores[(at - 1) / 2];
            _docs[at] = _docs[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _scores[at] = score;
        _docs[at] = doc;
    }

    private static bool IsWorse(float score, int doc, float otherScore, int otherDoc) =>
        score < otherScore || (score == otherScore && doc > otherDoc);

    /// <summary>Replaces the top.</summary>
    private void SiftDown(int doc, float score)
    {
        var at = 0;
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= _size)
            {
                break;
            }

            if (child + 1 < _size && IsWorse(_scores[child + 1], _docs[child + 1], _scores[child], _docs[child]))
            {
                child++;
            }

            if (!IsWorse(_scores[child], _docs[child], score, doc))
            {
                break;
            }

            _scores[at] = _scores[child];
            _docs[at] = _docs[child];
            at = child;
        }

        _scores[at] = score;
        _docs[at] = doc;
    }

    private sealed class Collecting(TopScoreDocCollector owner, int docBase) : LeafCollector
    {
        public override float MinCompetitiveScore => owner.Threshold;

        private bool _isCounted = !owner._countsAll;

        public override void AddCount(int count)
        {
            owner._count += count;
            _isCounted = true;
        }

        public override void Collect(DocWindow window)
        {
            if (!_isCounted)
            {
                owner._count += window.MatchCount();
            }
            else if (!owner._countsAll)
            {
                owner._count += window.Count;
            }

            var docs = window.Docs;
            var scores = window.Scores;
            for (var i = 0; i < docs.Length; i++)
            {
                if (owner._after is { } after && !IsWorse(scores[i], docBase + docs[i], after.Score, after.Doc))
                {
                    continue;
                }

                owner.Offer(docBase + docs[i], scores[i]);
            }
        }
    }
}
