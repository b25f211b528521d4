using System.Numerics;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The documents of a bit set, all with one score.</summary>
/// <param name="pool">Where the set was borrowed and goes back to; null when it is another's.</param>
internal sealed class BitSetScorer(FixedBitSet bits, float score, BitSetPool? pool = null) : Scorer
{
    private int _doc = -1;

    public override int DocId => _doc;

    public override long Cost { get; } = bits.Cardinality();

    internal override bool IsRandomAccess => true;

    public override int NextDoc() => Advance(_doc + 1);

    public override int Advance(int target) => _doc = target >= bits.Length ? NoMoreDocs : bits.NextSetBit(target);

    public override float Score() => score;

    public override float MaxScore(int from, int to) => score;

    public override void FillMatches(int from, int to, Span<ulong> target)
    {
        // Windows begin at whole words; the last may end within one.
        var words = bits.Words[(from >> 6)..Math.Min(bits.Words.Length, (to + 63) >> 6)];
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (from + (i << 6) + 64 > to)
            {
                word &= (1UL << (to - from - (i << 6))) - 1;
            }

            target[i] |= word;
        }

        _doc = to - 1;
    }

    public override int CopyMatches(int from, int to, Span<int> docs)
    {
        var count = 0;
        var last = Math.Min(bits.Words.Length, (to + 63) >> 6);
        for (var w = from >> 6; w < last; w++)
        {
            for (var word = bits.Words[w]; word != 0; word &= word - 1)
            {
                var doc = (w << 6) + BitOperations.TrailingZeroCount(word);
                if (doc >= from && doc < to)
                {
                    docs[count++] = doc;
                }
            }
        }

        _doc = to - 1;
        return count;
    }

    public override int SkipTo(int to) => to >= bits.Length ? NoMoreDocs : bits.NextSetBit(to);

    public override int Retain(Span<int> docs)
    {
        var words = bits.Words;
        var kept = 0;
        foreach (var doc in docs)
        {
            docs[kept] = doc;
            kept += (int)(words[doc >> 6] >> doc) & 1;
        }

        return kept;
    }

    internal override void Release() => pool?.Return(bits);
}
