using System.Collections.Immutable;
using System.Numerics;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The first hits in the order of a <see cref="Sort"/>.</summary>
/// <remarks>
/// Each criterion becomes a <see cref="long"/> that rises in the order wanted, so that hits are compared as rows of
/// numbers; those are the <see cref="ScoreDoc.SortValues"/>.
/// </remarks>
public sealed class TopFieldCollector : Collector
{
    private readonly Sort _sort;
    private readonly int _limit;
    private readonly long[]? _after;
    private readonly int _afterDoc;
    private readonly bool _countsAll;
    private readonly bool _needsScores;
    private readonly PriorityQueue<Hit, Hit> _worstFirst;
    private long _count;

    /// <summary>Ready for one search.</summary>
    /// <param name="after">Only hits behind this one. Its document id breaks ties only when it belongs to <paramref name="reader"/>.</param>
    public TopFieldCollector(DirectoryReader reader, Sort sort, int limit, ScoreDoc? after = null, bool countsAll = true)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(sort);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        if (sort.Fields.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A sort has at least one field.", nameof(sort));
        }

        if (after is not null && after.SortValues?.Length != sort.Fields.Length)
        {
            throw new ArgumentException("The cursor belongs to another sort.", nameof(after));
        }

        foreach (var field in sort.Fields)
        {
            if (field.Kind == SortFieldKind.Number)
            {
                _ = reader.Schema[field.Field];
            }
        }

        _sort = sort;
        _limit = limit;
        _after = after?.SortValues;
        _afterDoc = after?.Doc ?? -1;
        _countsAll = countsAll;
        _needsScores = sort.Fields.Any(static field => field.Kind == SortFieldKind.Score);
        _worstFirst = new PriorityQueue<Hit, Hit>(Comparer<Hit>.Create(static (a, b) => b.OrderTo(a)));
    }

    public override CollectMode Mode =>
        CollectMode.Matches | (_countsAll ? CollectMode.Count : CollectMode.None) | (_needsScores ? CollectMode.Scores : CollectMode.None);

    public override LeafCollector GetLeafCollector(Leaf leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return new Collecting(this, leaf);
    }

    /// <summary>The hits so far, in order. Empties the collector.</summary>
    public TopDocs TopDocs()
    {
        var hits = new ScoreDoc[_worstFirst.Count];
        for (var i = hits.Length - 1; i >= 0; i--)
        {
            var hit = _worstFirst.Dequeue();
            hits[i] = new ScoreDoc(hit.Doc, hit.Score, hit.Keys);
        }

        return new TopDocs(_count, _countsAll, ImmutableArray.Create(hits));
    }

    private sealed record Hit(int Doc, float Score, long[] Keys)
    {
        public int OrderTo(Hit other)
        {
            var order = Keys.AsSpan().SequenceCompareTo(other.Keys);
            return order != 0 ? order : Doc.CompareTo(other.Doc);
        }
    }

    private sealed class Collecting : LeafCollector
    {
        private readonly TopFieldCollector _owner;
        private readonly int _docBase;
        private readonly NumericDocValues?[] _columns;
        private readonly int[] _docs = new int[DocWindow.Size];
        private readonly long[] _keys = new long[DocWindow.Size];
        private readonly float[] _scores;
        private bool _isCounted;

        internal Collecting(TopFieldCollector owner, Leaf leaf)
        {
            _owner = owner;
            _docBase = leaf.DocBase;
            _isCounted = !owner._countsAll;
            _scores = owner._needsScores ? new float[DocWindow.Size] : [];
            _columns = [.. owner._sort.Fields.Select(field =>
                field.Kind == SortFieldKind.Number ? leaf.Reader.NumericDocValues(field.Field) : null)];
        }

        // With scores among the criteria every match's score is wanted.
        public override float MinCompetitiveScore => _owner._needsScores ? float.NegativeInfinity : float.PositiveInfinity;

        public override void AddCount(int count)
        {
            _owner._count += count;
            _isCounted = true;
        }

        public override void Collect(DocWindow window)
        {
            if (!_isCounted)
            {
                _owner._count += window.MatchCount();
            }

            if (_owner._limit == 0)
            {
                return;
            }

            var count = Unpack(window);
            for (var i = 0; i < window.Count && _owner._needsScores; i++)
            {
                _scores[window.Docs[i] - window.From] = window.Scores[i];
            }

            FillKeys(0, _docs.AsSpan(0, count), _keys, window.From);

            var worst = _owner._worstFirst;
            for (var i = 0; i < count; i++)
            {
                // Most documents are turned away by their first key alone.
                if (worst.Count == _owner._limit && _keys[i] > worst.Peek().Keys[0])
                {
                    continue;
                }

                var keys = KeysOf(_docs[i], _keys[i], window.From);
                var doc = _docBase + _docs[i];
                if (_owner._after is { } after && keys.AsSpan().SequenceCompareTo(after) is var order && (order < 0 || (order == 0 && doc <= _owner._afterDoc)))
                {
                    continue;
                }

                var hit = new Hit(doc, _owner._needsScores ? _scores[_docs[i] - window.From] : 0, keys);
                if (worst.Count < _owner._limit)
                {
                    worst.Enqueue(hit, hit);
                }
                else if (hit.OrderTo(worst.Peek()) < 0)
                {
                    worst.DequeueEnqueue(hit, hit);
                }
            }
        }

        private int Unpack(DocWindow window)
        {
            var count = 0;
            for (var w = 0; w < window.Matches.Length; w++)
            {
                for (var word = window.Matches[w]; word != 0; word &= word - 1)
                {
                    _docs[count++] = window.From + (w << 6) + BitOperations.TrailingZeroCount(word);
                }
            }

            return count;
        }

        private long[] KeysOf(int doc, long first, int from)
        {
            var keys = new long[_columns.Length];
            keys[0] = first;
            Span<long> key = stackalloc long[1];
            for (var i = 1; i < keys.Length; i++)
            {
                FillKeys(i, [doc], key, from);
                keys[i] = key[0];
            }

            return keys;
        }

        private void FillKeys(int criterion, ReadOnlySpan<int> docs, Span<long> keys, int from)
        {
            var field = _owner._sort.Fields[criterion];
            if (field.Kind == SortFieldKind.Score)
            {
                // Scores are not negative, so their bits rise with them.
                for (var i = 0; i < docs.Length; i++)
                {
                    keys[i] = BitConverter.SingleToInt32Bits(_scores[docs[i] - from]) * (field.IsDescending ? -1L : 1L);
                }

                return;
            }

            if (_columns[criterion] is not { } column)
            {
                keys[..docs.Length].Fill(long.MaxValue);
                return;
            }

            column.Fill(docs, keys);
            var allHaveValues = column.Count == column.MaxDoc;
            for (var i = 0; i < docs.Length; i++)
            {
                if (!allHaveValues && !column.HasValue(docs[i]))
                {
                    keys[i] = long.MaxValue;
                }
                else if (field.IsDescending)
                {
                    keys[i] = ~keys[i];
                }
            }
        }
    }
}
