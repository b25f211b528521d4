using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SearchPlanet.Engine.Indexing;

/// <summary>A set of document ids below a fixed bound, a bit each. Outside the engine only to be read.</summary>
public sealed class FixedBitSet
{
    private const int BitsPerWord = 64;

    private readonly ulong[] _words;

    internal FixedBitSet(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _words = new ulong[WordCount(length)];
    }

    private FixedBitSet(FixedBitSet other)
    {
        Length = other.Length;
        _words = (ulong[])other._words.Clone();
    }

    /// <summary>Bound of the ids.</summary>
    public int Length { get; }

    /// <summary>The bits, id i in bit i % 64 of word i / 64. Bits past <see cref="Length"/> are 0 and must stay so.</summary>
    internal Span<ulong> Words => _words;

    public bool this[int index] => ((_words[index >> 6] >> (index & 63)) & 1) != 0;

    internal static int WordCount(int length) => (int)(((long)length + 63) >> 6);

    internal void Set(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Length, nameof(index));
        _words[index >> 6] |= 1UL << (index & 63);
    }

    internal void Clear(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Length, nameof(index));
        _words[index >> 6] &= ~(1UL << (index & 63));
    }

    /// <summary>Puts all ids in.</summary>
    internal void SetAll()
    {
        _words.AsSpan().Fill(ulong.MaxValue);
        if ((Length & 63) != 0)
        {
            _words[^1] = (1UL << (Length & 63)) - 1;
        }
    }

    internal void ClearAll() => _words.AsSpan().Clear();

    /// <summary>Whether every id is in the set.</summary>
    internal bool IsFull
    {
        get
        {
            var rest = Length & 63;
            ReadOnlySpan<ulong> whole = _words.AsSpan(0, Length >> 6);
            return !whole.ContainsAnyExcept(ulong.MaxValue) && (rest == 0 || _words[^1] == (1UL << rest) - 1);
        }
    }

    /// <summary>Ids in the set.</summary>
    internal int Cardinality()
    {
        long count = 0;
        foreach (var word in _words)
        {
            count += BitOperations.PopCount(word);
        }

        return (int)count;
    }

    /// <summary>The first id at or after <paramref name="index"/>, or <see cref="PostingsEnum.NoMoreDocs"/>.</summary>
    internal int NextSetBit(int index)
    {
        var at = index >> 6;
        if (at >= _words.Length)
        {
            return PostingsEnum.NoMoreDocs;
        }

        var word = _words[at] & (ulong.MaxValue << (index & 63));
        while (word == 0)
        {
            if (++at == _words.Length)
            {
                return PostingsEnum.NoMoreDocs;
            }

            word = _words[at];
        }

        return (at << 6) + BitOperations.TrailingZeroCount(word);
    }

    /// <summary>Keeps what is also in <paramref name="other"/>.</summary>
    internal void And(FixedBitSet other) => Combine(other, static (a, b) => a & b, static (a, b) => a & b);

    /// <summary>Takes out what is in <paramref name="other"/>.</summary>
    internal void AndNot(FixedBitSet other) => Combine(other, static (a, b) => a & ~b, static (a, b) => Vector.AndNot(a, b));

    internal FixedBitSet Clone() => new(this);

    /// <summary>Copies ids, rising, as many as there is surely room for.</summary>
    /// <param name="ids">Room for 64 or more.</param>
    /// <param name="word">The word to begin with; becomes that to go on with.</param>
    /// <returns>How many; 0 when there are no more.</returns>
    internal unsafe int CopyTo(Span<int> ids, ref int word)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ids.Length, BitsPerWord, nameof(ids));
        fixed (int* first = ids)
        {
            var to = first;
            var last = first + ids.Length - BitsPerWord;
            for (var begin = word; begin < _words.Length; begin += BitsPerWord)
            {
                var group = _words.AsSpan(begin, Math.Min(BitsPerWord, _words.Length - begin));
                for (var used = NotZero(group); used != 0; used &= used - 1)
                {
                    var w = BitOperations.TrailingZeroCount(used);
                    if (to > last)
                    {
                        word = begin + w;
                        return (int)(to - first);
                    }

                    to = CopyTo(to, (begin + w) << 6, group[w]);
                }
            }

            word = _words.Length;
            return (int)(to - first);
        }
    }

    /// <summary>A bit for each of up to 64 words that is not 0: which ones are no branch predictor knows.</summary>
    private static ulong NotZero(ReadOnlySpan<ulong> words)
    {
        ulong used = 0;
        var i = 0;
        for (; i <= words.Length - Vector256<ulong>.Count; i += Vector256<ulong>.Count)
        {
            var zero = Vector256.Equals(Vector256.Create(words.Slice(i, Vector256<ulong>.Count)), Vector256<ulong>.Zero).ExtractMostSignificantBits();
            used |= (ulong)(~zero & 0xF) << i;
        }

        for (; i < words.Length; i++)
        {
            used |= (words[i] == 0 ? 0UL : 1) << i;
        }

        return used;
    }

    /// <summary>Copies the ids of a word eight at once; the next word overwrites what is too much. There is room for 64.</summary>
    /// <param name="id">What the lowest bit stands for.</param>
    /// <returns>Behind the last one.</returns>
    private static unsafe int* CopyTo(int* to, int id, ulong bits)
    {
        var end = to + BitOperations.PopCount(bits);
        for (; to < end; to += 8)
        {
            to[0] = id + TakeLowest(ref bits);
            to[1] = id + TakeLowest(ref bits);
            to[2] = id + TakeLowest(ref bits);
            to[3] = id + TakeLowest(ref bits);
            to[4] = id + TakeLowest(ref bits);
            to[5] = id + TakeLowest(ref bits);
            to[6] = id + TakeLowest(ref bits);
            to[7] = id + TakeLowest(ref bits);
        }

        return end;
    }

    /// <summary>The number of the lowest bit, which is taken out; 64 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakeLowest(ref ulong bits)
    {
        var lowest = BitOperations.TrailingZeroCount(bits);
        bits &= bits - 1;
        return lowest;
    }

    private void Combine(FixedBitSet other, Func<ulong, ulong, ulong> scalar, Func<Vector<ulong>, Vector<ulong>, Vector<ulong>> vector)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Length, Length, nameof(other));
        var i = 0;
        for (; i <= _words.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            vector(new Vector<ulong>(_words, i), new Vector<ulong>(other._words, i)).CopyTo(_words, i);
        }

        for (; i < _words.Length; i++)
        {
            _words[i] = scalar(_words[i], other._words[i]);
        }
    }
}
