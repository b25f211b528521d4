using System.Numerics;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Working space for scoring a window: bits, sums of scores, and the documents that stay promising. A hundred kilobytes,
/// so a thread keeps the last ones that its searches gave back.
/// </summary>
internal sealed class WindowBuffers
{
    private const int Kept = 4;

    [ThreadStatic]
    private static Stack<WindowBuffers>? t_free;

    private readonly int[] _docs = new int[DocWindow.Size];
    private readonly double[] _scores = new double[DocWindow.Size];
    private ulong[]? _bits;
    private ulong[]? _scratch;
    private double[]? _sums;
    private byte[]? _freqs;
    private byte[]? _otherFreqs;
    private float[]? _phraseFreqs;
    private byte[][] _marks = [];

    internal static WindowBuffers Rent() => t_free is { Count: > 0 } free ? free.Pop() : new WindowBuffers();

    /// <summary>Gives the buffers back, by the thread that rented them and will not use them again.</summary>
    internal void Return()
    {
        t_free ??= new Stack<WindowBuffers>(Kept);
        if (t_free.Count < Kept)
        {
            t_free.Push(this);
        }
    }

    internal Span<int> Docs => _docs;

    internal Span<double> Scores => _scores;

    /// <summary>Frequencies of a term in <see cref="Docs"/>.</summary>
    internal Span<byte> Freqs => _freqs ??= new byte[DocWindow.Size];

    /// <summary>The same, of another term.</summary>
    internal Span<byte> OtherFreqs => _otherFreqs ??= new byte[DocWindow.Size];

    /// <summary>Frequencies of a phrase in <see cref="Docs"/>.</summary>
    internal Span<float> PhraseFreqs => _phraseFreqs ??= new float[DocWindow.Size];

    internal Span<ulong> ClearedBits() => Cleared(ref _bits, DocWindow.Size / 64);

    internal Span<ulong> ClearedScratch() => Cleared(ref _scratch, DocWindow.Size / 64);

    /// <summary>A sum for each document of the window.</summary>
    internal Span<double> ClearedSums() => Cleared(ref _sums, DocWindow.Size);

    /// <summary>A byte for each document of the window, of the n-th clause.</summary>
    internal Span<byte> ClearedMarks(int n)
    {
        if (n >= _marks.Length)
        {
            Array.Resize(ref _marks, n + 1);
        }

        _marks[n] ??= new byte[DocWindow.Size];
        _marks[n].AsSpan().Clear();
        return _marks[n];
    }

    /// <summary>The marks of the n-th clause as they were left.</summary>
    internal ReadOnlySpan<byte> Marks(int n) => _marks[n];

    /// <summary>Makes candidates of the documents in <paramref name="bits"/> whose sum is above <paramref name="limit"/>.</summary>
    internal int CandidatesFromBits(int from, ReadOnlySpan<ulong> bits, double limit)
    {
        var count = 0;
        for (var w = 0; w < bits.Length; w++)
        {
            for (var word = bits[w]; word != 0; word &= word - 1)
            {
                var i = (w << 6) + BitOperations.TrailingZeroCount(word);
                if (_sums![i] <= limit)
                {
                    continue;
                }

                _docs[count] = from + i;
                _scores[count++] = _sums[i];
            }
        }

        return count;
    }

    /// <summary>Makes candidates of the documents whose sum is above <paramref name="limit"/>, which is not negative.</summary>
    internal int CandidatesFromSums(int from, double limit)
    {
        var count = 0;
        var sums = _sums.AsSpan();
        var limits = new Vector<double>(limit);
        for (var i = 0; i < sums.Length; i += Vector<double>.Count)
        {
            if (!Vector.GreaterThanAny(new Vector<double>(sums[i..]), limits))
            {
                continue;
            }

            for (var j = i; j < i + Vector<double>.Count; j++)
            {
                if (sums[j] <= limit)
                {
                    continue;
                }

                _docs[count] = from + j;
                _scores[count++] = sums[j];
            }
        }

        return count;
    }

    /// <summary>Keeps the candidates whose score is above <paramref name="limit"/>.</summary>
    internal int RetainAbove(int count, double limit)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (_scores[i] <= limit)
            {
                continue;
            }

            _docs[kept] = _docs[i];
            _scores[kept++] = _scores[i];
        }

        return kept;
    }

    private static Span<T> Cleared<T>(ref T[]? array, int length)
    {
        if (array is null)
        {
            return array = new T[length];
        }

        array.AsSpan().Clear();
        return array;
    }
}
