using System.Numerics;
using System.Runtime.CompilerServices;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// A range of document ids of a segment and what a query finds there: the matches as bits, and the candidates, documents
/// with their scores that may enter the top hits. Reused from window to window; the buffers are kept by thread.
/// </summary>
public sealed class DocWindow
{
    /// <summary>Documents in a full window: 64 words of bits, and sums of scores that stay in the first-level cache.</summary>
    public const int Size = 4096;

    private readonly ulong[] _matches = new ulong[Size / 64];
    private int[] _docs = new int[256];
    private float[] _scores = new float[256];

    /// <summary>The first document of the window, a multiple of 64 when there are <see cref="Matches"/>.</summary>
    public int From { get; internal set; }

    /// <summary>One past the last document that was looked at.</summary>
    public int To { get; internal set; }

    /// <summary>Whether <see cref="Matches"/> are filled.</summary>
    public bool HasMatches { get; internal set; }

    /// <summary>See <see cref="LeafCollector.MinCompetitiveScore"/>.</summary>
    public float MinCompetitiveScore { get; internal set; }

    /// <summary>Bit i of word w stands for document <c>From + 64 w + i</c>.</summary>
    public Span<ulong> Matches => _matches;

    /// <summary>Candidates, rising. Every match of the window whose score is above <see cref="MinCompetitiveScore"/> is among them.</summary>
    public ReadOnlySpan<int> Docs => _docs.AsSpan(0, Count);

    /// <summary>The scores beside <see cref="Docs"/>, exact.</summary>
    public ReadOnlySpan<float> Scores => _scores.AsSpan(0, Count);

    /// <summary>Candidates held.</summary>
    public int Count { get; private set; }

    /// <summary>The matches, counted.</summary>
    public int MatchCount()
    {
        var count = 0;
        foreach (var word in _matches)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetMatch(int doc) => _matches[(doc - From) >> 6] |= 1UL << doc;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddCandidate(int doc, float score)
    {
        var count = Count;
        if (count == _docs.Length)
        {
            Grow();
        }

        _docs[count] = doc;
        _scores[count] = score;
        Count = count + 1;
    }

    internal void Begin(int from)
    {
        From = from;
        To = from;
        Count = 0;
        if (HasMatches)
        {
            _matches.AsSpan().Clear();
        }
    }

    /// <summary>Drops deleted documents.</summary>
    internal void Retain(FixedBitSet liveDocs)
    {
        if (HasMatches)
        {
            var live = liveDocs.Words[(From >> 6)..];
            for (var i = 0; i < _matches.Length; i++)
            {
                _matches[i] &= i < live.Length ? live[i] : 0;
            }
        }

        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            _docs[kept] = _docs[i];
            _scores[kept] = _scores[i];
            kept += liveDocs[_docs[i]] ? 1 : 0;
        }

        Count = kept;
    }

    /// <summary>Gives each candidate another score, and drops those that do not compete with it.</summary>
    internal void Rescore(Func<int, float, float> rescore)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var score = rescore(_docs[i], _scores[i]);
            _docs[kept] = _docs[i];
            _scores[kept] = score;
            kept += score > MinCompetitiveScore ? 1 : 0;
        }

        Count = kept;
    }

    private void Grow()
    {
        Array.Resize(ref _docs, _docs.Length * 2);
        Array.Resize(ref _scores, _scores.Length * 2);
    }
}
