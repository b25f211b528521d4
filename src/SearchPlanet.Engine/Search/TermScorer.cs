using System.Runtime.CompilerServices;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The postings of one term, scored; batches work on decoded blocks.</summary>
internal sealed class TermScorer(PostingsEnum postings, TermScoring scoring, FieldNorms norms) : Scorer
{
    // The block's next document, for the window methods; a block is decoded when this reaches its end.
    private int _index = -1;
    private int _bounded = -1;
    private float _bound;

    public override int DocId => postings.DocId;

    public override long Cost => postings.DocFreq;

    public override int NextDoc() => postings.NextDoc();

    public override int Advance(int target) => postings.Advance(target);

    public override float Score() => scoring.Score(postings.Freq, norms[postings.DocId]);

    public override float MaxScore(int from, int to)
    {
        var best = 0f;
        for (var block = postings.AdvanceShallow(from); block < postings.BlockCount; block++)
        {
            var last = postings.LastDocOf(block);
            if (last >= from)
                best = Math.Max(best, BoundOf(block));
            if (last >= to - 1)
                break;
        }
        return best;
    }

    public override void FillMatches(int from, int to, Span<ulong> bits)
    {
        if (!MoveToBlock(from))
            return;
        while (true)
        {
            var docs = postings.Docs;
            var i = _index;
            for (; i < docs.Length && docs[i] < to; i++)
                bits[(docs[i] - from) >> 6] |= 1UL << docs[i];
            _index = i;
            if (i < docs.Length || !NextBlock())
                return;
        }
    }

    public override void AddWindowScores(int from, int to, Span<ulong> bits, Span<double> scores)
    {
        if (!MoveToBlock(from))
            return;
        while (true)
        {
            var docs = postings.Docs;
            var i = _index;
            if (i < docs.Length && docs[i] < to)
            {
                var freqs = postings.Freqs;
                for (; i < docs.Length && docs[i] < to; i++)
                {
                    var doc = docs[i];
                    bits[(doc - from) >> 6] |= 1UL << doc;
                    scores[doc - from] += scoring.Score(freqs[i], norms[doc]);
                }
                _index = i;
            }
            if (i < docs.Length || !NextBlock())
                return;
        }
    }

    public override int Retain(Span<int> targets)
    {
        var kept = 0;
        foreach (var target in targets)
        {
            if ((postings.DocId < target ? postings.Advance(target) : postings.DocId) == target)
                targets[kept++] = target;
        }
        return kept;
    }

    public override void AddScores(ReadOnlySpan<int> docs, Span<double> scores)
    {
        for (var i = 0; i < docs.Length; i++)
        {
            var doc = docs[i];
            if ((postings.DocId < doc ? postings.Advance(doc) : postings.DocId) == doc)
                scores[i] += scoring.Score(postings.Freq, norms[doc]);
        }
    }

    /// <summary>Sets the bits of a window and adds its candidates: what <see cref="TermBulkScorer"/> needs of a lone term.</summary>
    internal void AddCandidates(DocWindow window, int to)
    {
        if (!MoveToBlock(window.From))
            return;
        var threshold = window.MinCompetitiveScore;
        while (true)
        {
            var docs = postings.Docs;
            var freqs = postings.Freqs;
            var i = _index;
            for (; i < docs.Length && docs[i] < to; i++)
            {
                window.SetMatch(docs[i]);
                var score = scoring.Score(freqs[i], norms[docs[i]]);
                if (score > threshold)
                    window.AddCandidate(docs[i], score);
            }
            _index = i;
            if (i < docs.Length || !NextBlock())
                return;
        }
    }

    public override int CopyMatches(int from, int to, Span<int> docs)
    {
        var count = 0;
        if (!MoveToBlock(from))
            return 0;
        while (true)
        {
            var block = postings.Docs[_index..];
            var end = block[^1] < to ? block.Length : block.BinarySearch(to) is var at && at < 0 ? ~at : at;
            block[..end].CopyTo(docs[count..]);
            count += end;
            _index += end;
            if (end < block.Length || !NextBlock())
                return count;
        }
    }

    public override int SkipTo(int to)
    {
        if (_index == int.MaxValue)
            return NoMoreDocs;
        return _index >= 0 && _index < postings.Docs.Length ? Math.Max(to, postings.Docs[_index]) : to;
    }

    private float BoundOf(int block)
    {
        if (block != _bounded)
        {
            _bound = scoring.BoundOf(postings.ImpactsOf(block));
            _bounded = block;
        }
        return _bound;
    }

    /// <summary>Makes the decoded block one that may hold documents from <paramref name="from"/> on; false at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MoveToBlock(int from)
    {
        if (_index >= 0 && _index < postings.Docs.Length && postings.Docs[^1] >= from)
        {
            while (postings.Docs[_index] < from)
                _index++;
            return true;
        }
        return MoveFar(from);
    }

    private bool MoveFar(int from)
    {
        var block = postings.AdvanceShallow(from);
        // The last document of a list of a single block is not in its skip data, so the block is given in any case.
        if (block >= postings.BlockCount || postings.LastDocOf(block) < from)
        {
            _index = int.MaxValue;
            return false;
        }
        if (block != postings.Block)
        {
            postings.DecodeBlock(block);
            _index = 0;
        }
        _index = Math.Max(_index, 0);
        while (postings.Docs[_index] < from)
            _index++;
        return true;
    }

    private bool NextBlock()
    {
        if (!postings.NextBlock())
        {
            _index = int.MaxValue;
            return false;
        }
        _index = 0;
        return true;
    }
}
