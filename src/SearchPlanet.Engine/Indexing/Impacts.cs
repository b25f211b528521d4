namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// Up to four (frequency, norm) pairs such that every posting of a block has, for one of them, at most its frequency and
/// at least its norm: the greatest score of the pairs bounds the block's scores for every similarity that grows with
/// frequency and falls with length. Pairs rise in both. See <see cref="Codecs.PostingsFormat"/>.
/// </summary>
/// <param name="Bits">Pair i in bits 16i to 16i+15: frequency in the low byte, norm in the high one; unused pairs are 0.</param>
internal readonly record struct Impacts(ulong Bits)
{
    /// <summary>Pairs held: 1 to 4.</summary>
    public int Count => Bits == 0 ? 0 : ((63 - System.Numerics.BitOperations.LeadingZeroCount(Bits)) >> 4) + 1;

    /// <summary>A frequency of the pair; <see cref="int.MaxValue"/> stands for 255 and more.</summary>
    public int Freq(int i)
    {
        int freq = (byte)(Bits >> (16 * i));
        return freq == byte.MaxValue ? int.MaxValue : freq;
    }

    /// <summary>The pair's norm, see <see cref="SmallFloat"/>.</summary>
    public byte Norm(int i) => (byte)(Bits >> ((16 * i) + 8));
}
