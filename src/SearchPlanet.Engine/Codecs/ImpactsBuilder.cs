using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Finds the <see cref="Impacts"/> of a block: the pairs of frequency and norm that no other pair of the block beats.</summary>
internal sealed class ImpactsBuilder
{
    private const int MaxPairs = 4;

    private readonly byte[] _maxFreqOfNorm = new byte[256];
    private readonly (byte Freq, byte Norm)[] _pairs = new (byte, byte)[256];

    /// <param name="freqs">The frequency of each document.</param>
    /// <param name="docs">The documents.</param>
    /// <param name="norms">The norms of all documents; empty when the field has none.</param>
    public Impacts Build(ReadOnlySpan<uint> freqs, ReadOnlySpan<int> docs, ReadOnlySpan<byte> norms)
    {
        var best = _maxFreqOfNorm;
        var low = 255;
        var high = 0;
        for (var i = 0; i < docs.Length; i++)
        {
            var norm = norms.IsEmpty ? (byte)1 : norms[docs[i]];
            var freq = (byte)Math.Min(freqs[i], PostingsFormat.MaxImpactFreq);
            if (freq > best[norm])
            {
                best[norm] = freq;
            }

            low = Math.Min(low, norm);
            high = Math.Max(high, norm);
        }

        var count = 0;
        var greatest = 0;
        for (var norm = low; norm <= high; norm++)
        {
            if (best[norm] > greatest)
            {
                greatest = best[norm];
                _pairs[count++] = ((byte)greatest, (byte)norm);
            }

            best[norm] = 0;
        }

        while (count > MaxPairs)
        {
            MergeNearest(ref count);
        }

        ulong bits = 0;
        for (var i = 0; i < count; i++)
        {
            bits |= (ulong)(_pairs[i].Freq | (_pairs[i].Norm << 8)) << (16 * i);
        }

        return new Impacts(bits);
    }

    // Two neighbours become the pair that bounds both: the greater frequency with the smaller norm.
    private void MergeNearest(ref int count)
    {
        var nearest = 0;
        var least = int.MaxValue;
        for (var i = 0; i + 1 < count; i++)
        {
            var distance = (_pairs[i + 1].Freq - _pairs[i].Freq) * (_pairs[i + 1].Norm - _pairs[i].Norm);
            if (distance < least)
            {
                (nearest, least) = (i, distance);
            }
        }

        _pairs[nearest].Freq = _pairs[nearest + 1].Freq;
        _pairs.AsSpan(nearest + 2, count - nearest - 2).CopyTo(_pairs.AsSpan(nearest + 1));
        count--;
    }
}
