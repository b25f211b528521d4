using System.Numerics;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The postings of one term, scored; windows work on whole blocks.</summary>
internal sealed class TermScorer(PostingsEnum postings, TermScoring scoring, FieldNorms norms) : Scorer
{
    // Windows: the decoded block has documents left from _index on, or _next is the block to go on with.
    private bool _hasBlock;
    private int _index;
    private int _next;

    private int _boundedBlock = -1;
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
            {
                best = Math.Max(best, BoundOf(block));
            }

            if (last >= to - 1)
            {
                break;
            }
        }

        return best;
    }

    public override void FillMatches(int from, int to, Span<ulong> bits)
    {
        var block = default(BlockPart);
        while (Next(from, to, bits, ref block))
        {
            SetBits(block.Docs(postings), from, bits);
        }
    }

    /// <summary>Whether so many documents hold the term that its blocks are bit sets.</summary>
    internal bool IsDense => postings.DocFreq * 4L > postings.LastDocOf(postings.BlockCount - 1);

    /// <summary>
    /// As <see cref="Scorer.FillMatches"/>, with a byte not 0 for each match. Stores do not wait for each other as the
    /// reading and writing of one word of bits does, which makes sparse lists twice as fast.
    /// </summary>
    internal void MarkMatches(int from, int to, Span<byte> marks)
    {
        var block = default(BlockPart);
        while (Next(from, to, default, ref block))
        {
            WindowMarks.Set(block.Docs(postings), from, marks);
        }
    }

    /// <summary>As <see cref="MarkMatches"/>, each mark being the document's frequency, or 255 when that is greater.</summary>
    internal void MarkFreqs(int from, int to, Span<byte> marks)
    {
        var block = default(BlockPart);
        while (Next(from, to, default, ref block))
        {
            WindowMarks.Set(block.Docs(postings), block.CappedFreqs(postings), from, marks);
        }
    }

    /// <summary>The same, and copies to <paramref name="docs"/> those whose score is above <paramref name="minScore"/>.</summary>
    /// <returns>How many these are.</returns>
    internal int MarkFreqs(int from, int to, Span<byte> marks, double minScore, Span<int> docs)
    {
        var count = 0;
        var block = default(BlockPart);
        while (Next(from, to, default, ref block))
        {
            WindowMarks.Set(block.Docs(postings), block.CappedFreqs(postings), from, marks);
            count += CopyAbove(block, minScore, docs[count..]);
        }

        return count;
    }

    /// <summary>As <see cref="Scorer.CopyMatches"/>, but only those whose score is above <paramref name="minScore"/>.</summary>
    internal int CopyMatchesAbove(int from, int to, double minScore, Span<int> docs)
    {
        var count = 0;
        var block = default(BlockPart);
        while (Next(from, to, default, ref block))
        {
            count += CopyAbove(block, minScore, docs[count..]);
        }

        return count;
    }

    internal float ScoreOf(int doc, int freq) => scoring.Score(freq, norms[doc]);

    private int CopyAbove(BlockPart block, double minScore, Span<int> target)
    {
        if (BoundOf(postings.Block) <= minScore)
        {
            return 0;
        }

        var docs = block.Docs(postings);
        var freqs = block.CappedFreqs(postings);
        var minFreq = Math.Min(MinFreq(minScore), byte.MaxValue);
        var count = 0;
        for (var i = 0; i < docs.Length; i++)
        {
            if (freqs[i] < minFreq)
            {
                continue;
            }

            var freq = freqs[i] < byte.MaxValue ? freqs[i] : block.Freqs(postings)[i];
            if (scoring.Score(freq, norms[docs[i]]) > minScore)
            {
                target[count++] = docs[i];
            }
        }

        return count;
    }

    /// <summary>Adds the scores of documents whose frequencies are known, each in a byte as <see cref="MarkFreqs(int, int, Span{byte})"/> gives it.</summary>
    /// <returns>False, having added nothing, when a frequency is too great for its byte.</returns>
    internal bool TryAddScores(ReadOnlySpan<int> docs, ReadOnlySpan<byte> freqs, Span<double> scores)
    {
        freqs = freqs[..docs.Length];
        if (freqs.Contains(byte.MaxValue))
        {
            return false;
        }

        for (var i = 0; i < docs.Length; i++)
        {
            scores[i] += scoring.Score(freqs[i], norms[docs[i]]);
        }

        return true;
    }

    public override void AddWindowScores(int from, int to, Span<ulong> bits, Span<double> scores, double minScore) =>
        AddWindowScores(from, to, bits, default, scores, minScore);

    /// <summary>As <see cref="Scorer.AddWindowScores"/>, with marks in place of bits.</summary>
    internal void AddWindowScores(int from, int to, Span<byte> marks, Span<double> scores, double minScore) =>
        AddWindowScores(from, to, default, marks, scores, minScore);

    private void AddWindowScores(int from, int to, Span<ulong> bits, Span<byte> marks, Span<double> scores, double minScore)
    {
        var block = default(BlockPart);
        while (Next(from, to, default, ref block))
        {
            var docs = block.Docs(postings);
            if (marks.IsEmpty)
            {
                SetBits(docs, from, bits);
            }
            else
            {
                WindowMarks.Set(docs, from, marks);
            }

            if (BoundOf(postings.Block) <= minScore)
            {
                continue;
            }

            var freqs = block.Freqs(postings);
            var minFreq = MinFreq(minScore);
            for (var i = 0; i < docs.Length; i++)
            {
                if (freqs[i] >= minFreq)
                {
                    scores[docs[i] - from] += scoring.Score(freqs[i], norms[docs[i]]);
                }
            }
        }
    }

    public override int CopyMatches(int from, int to, Span<int> docs)
    {
        var count = 0;
        var block = default(BlockPart);
        while (Next(from, to, default, ref block))
        {
            block.Docs(postings).CopyTo(docs[count..]);
            count += block.Count;
        }

        return count;
    }

    /// <summary>The same, with each frequency, or 255 when that is greater.</summary>
    internal int CopyMatches(int from, int to, Span<int> docs, Span<byte> freqs)
    {
        var count = 0;
        var block = default(BlockPart);
        while (Next(from, to, default, ref block))
        {
            block.Docs(postings).CopyTo(docs[count..]);
            block.CappedFreqs(postings).CopyTo(freqs[count..]);
            count += block.Count;
        }

        return count;
    }

    public override int SkipTo(int to)
    {
        if (_hasBlock)
        {
            return Math.Max(to, postings.Docs[_index]);
        }

        return _next >= postings.BlockCount ? NoMoreDocs : _next == 0 ? to : Math.Max(to, postings.LastDocOf(_next - 1) + 1);
    }

    public override int Retain(Span<int> targets)
    {
        var kept = 0;
        foreach (var target in targets)
        {
            if ((postings.DocId < target ? postings.Advance(target) : postings.DocId) == target)
            {
                targets[kept++] = target;
            }
        }

        return kept;
    }

    public override void AddScores(ReadOnlySpan<int> docs, Span<double> scores)
    {
        for (var i = 0; i < docs.Length; i++)
        {
            var doc = docs[i];
            if ((postings.DocId < doc ? postings.Advance(doc) : postings.DocId) == doc)
            {
                scores[i] += scoring.Score(postings.Freq, norms[doc]);
            }
        }
    }

    /// <summary>Sets the bits of a window and adds its candidates: what <see cref="TermBulkScorer"/> needs of a lone term.</summary>
    internal void AddCandidates(DocWindow window, int to)
    {
        var block = default(BlockPart);
        while (Next(window.From, to, default, ref block))
        {
            SetBits(block.Docs(postings), window.From, window.Matches);
            if (BoundOf(postings.Block) > window.MinCompetitiveScore)
            {
                AddCandidates(window, block.Docs(postings), block.Freqs(postings), MinFreq(window.MinCompetitiveScore));
            }
        }
    }

    /// <summary>Adds those of a block's documents whose score competes.</summary>
    /// <param name="minFreq">No score of a lower frequency does.</param>
    internal void AddCandidates(DocWindow window, ReadOnlySpan<int> docs, ReadOnlySpan<int> freqs, int minFreq)
    {
        var threshold = window.MinCompetitiveScore;
        for (var i = 0; i < docs.Length; i++)
        {
            if (freqs[i] >= minFreq && scoring.Score(freqs[i], norms[docs[i]]) is var score && score > threshold)
            {
                window.AddCandidate(docs[i], score);
            }
        }
    }

    private static void SetBits(ReadOnlySpan<int> docs, int from, Span<ulong> bits)
    {
        foreach (var doc in docs)
        {
            bits[(doc - from) >> 6] |= 1UL << doc;
        }
    }

    private float BoundOf(int block)
    {
        if (block != _boundedBlock)
        {
            _bound = scoring.BoundOf(postings.ImpactsOf(block));
            _boundedBlock = block;
        }

        return _bound;
    }

    /// <summary>The least frequency that counts in the decoded block, whose first impact has its least norm.</summary>
    private int MinFreq(double minScore) => scoring.MinFreq(minScore, postings.ImpactsOf(postings.Block).Norm(0));

    /// <summary>Decodes what comes next of a window: part of a block. False when the window is done.</summary>
    /// <param name="bits">Takes whole blocks that are bit sets already, which are not decoded then; empty to have them decoded.</param>
    /// <param name="part">Default for a window's first call.</param>
    private bool Next(int from, int to, Span<ulong> bits, ref BlockPart part)
    {
        if (part.Count == 0 && !MoveTo(from))
        {
            return false;
        }

        while (true)
        {
            if (_hasBlock)
            {
                var docs = postings.Docs[_index..];
                var count = CountBelow(docs, to);
                part = new BlockPart(_index, count);
                _index += count;
                _hasBlock = count < docs.Length;
                return count > 0;
            }

            if (_next >= postings.BlockCount)
            {
                return false;
            }

            var first = _next == 0 ? 0 : postings.LastDocOf(_next - 1) + 1;
            if (first >= to)
            {
                return false;
            }

            if (!bits.IsEmpty && first >= from && postings.LastDocOf(_next) < to && postings.TryFillBits(_next, from, bits))
            {
                _next++;
                continue;
            }

            postings.DecodeBlock(_next++);
            _index = 0;
            while (postings.Docs[_index] < from)
            {
                _index++;
            }

            _hasBlock = true;
        }
    }

    /// <summary>Leaves behind what is below <paramref name="from"/>; false at the end.</summary>
    private bool MoveTo(int from)
    {
        if (_hasBlock && postings.Docs[^1] >= from)
        {
            while (postings.Docs[_index] < from)
            {
                _index++;
            }

            return true;
        }

        _hasBlock = false;
        if (_next >= postings.BlockCount)
        {
            return false;
        }
        // A list of a single block has no skip data: AdvanceShallow names that block wherever its last document is.
        var block = Math.Max(_next, postings.AdvanceShallow(from));
        _next = block < postings.BlockCount && postings.LastDocOf(block) < from ? block + 1 : block;
        return _next < postings.BlockCount;
    }

    private static int CountBelow(ReadOnlySpan<int> docs, int to)
    {
        if (docs[^1] < to)
        {
            return docs.Length;
        }

        // All are compared: of the steps of a search every other would be mispredicted.
        var limit = new Vector<int>(to);
        var below = Vector<int>.Zero;
        var i = 0;
        for (; i <= docs.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            below -= Vector.LessThan(new Vector<int>(docs[i..]), limit);
        }

        var count = Vector.Sum(below);
        for (; i < docs.Length; i++)
        {
            count += docs[i] < to ? 1 : 0;
        }

        return count;
    }

    /// <summary>A range of the decoded block.</summary>
    private readonly record struct BlockPart(int Start, int Count)
    {
        internal ReadOnlySpan<int> Docs(PostingsEnum postings) => postings.Docs.Slice(Start, Count);

        internal ReadOnlySpan<int> Freqs(PostingsEnum postings) => postings.Freqs.Slice(Start, Count);

        internal ReadOnlySpan<byte> CappedFreqs(PostingsEnum postings) => postings.CappedFreqs.Slice(Start, Count);
    }
}
