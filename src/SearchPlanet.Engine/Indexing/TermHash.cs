using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Numbers the distinct byte strings given to it, 0 on. Open addressing over the bytes in one growing array.</summary>
internal sealed class TermHash
{
    private const int MinSlots = 256;

    // Random and odd, and a slot is the product's highest bits: so no two strings meet more often than chance has it, whoever chose them
    // (multiply-shift: Dietzfelbinger, Hagerup, Katajainen & Penttonen, Journal of Algorithms 1997). Texts come from strangers.
    private static readonly ulong Multiplier = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    // High half: the hash; low half: number + 1, 0 for an empty slot. So most strangers are told apart without touching their bytes.
    private ulong[] _slots = new ulong[MinSlots];
    private byte[] _bytes = new byte[1024];
    private int[] _starts = new int[64];
    private int _shift = ShiftFor(MinSlots);

    public int Count { get; private set; }

    /// <summary>Memory in use.</summary>
    public long Bytes => ((long)_slots.Length * sizeof(ulong)) + _starts[Count] + ((long)Count * sizeof(int));

    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_starts[number], _starts[number + 1] - _starts[number]);

    /// <summary>The string's number; a new one when it is new.</summary>
    public int Add(ReadOnlySpan<byte> term)
    {
        var hash = Hash(term);
        var slots = _slots;
        var mask = slots.Length - 1;
        var at = (int)(hash >> _shift);
        while (true)
        {
            var slot = slots[at];
            if (slot == 0)
            {
                return Insert(term, hash, at);
            }

            if ((uint)(slot >> 32) == hash && this[(int)(uint)slot - 1].SequenceEqual(term))
            {
                return (int)(uint)slot - 1;
            }

            at = (at + 1) & mask;
        }
    }

    /// <summary>The string's number, or -1.</summary>
    public int Find(ReadOnlySpan<byte> term)
    {
        var hash = Hash(term);
        var mask = _slots.Length - 1;
        for (var at = (int)(hash >> _shift); _slots[at] != 0; at = (at + 1) & mask)
        {
            if ((uint)(_slots[at] >> 32) == hash && this[(int)(uint)_slots[at] - 1].SequenceEqual(term))
            {
                return (int)(uint)_slots[at] - 1;
            }
        }

        return -1;
    }

    /// <summary>The numbers in the order of their strings' bytes.</summary>
    public int[] Sort()
    {
        var order = new int[Count];
        var keys = new ulong[Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = Codecs.TermsFormat.KeyOf(this[i]);
        }

        // By the first eight bytes at once; the few that agree in those by all of them.
        Array.Sort(keys, order);
        var begin = 0;
        while (begin < order.Length)
        {
            var end = begin + 1;
            while (end < order.Length && keys[end] == keys[begin])
            {
                end++;
            }

            if (end - begin > 1)
            {
                order.AsSpan(begin, end - begin).Sort((a, b) => this[a].SequenceCompareTo(this[b]));
            }

            begin = end;
        }

        return order;
    }

    public void Clear()
    {
        Count = 0;
        _slots.AsSpan().Clear();
    }

    private static int ShiftFor(int slots) => 32 - BitOperations.Log2((uint)slots);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> term)
    {
        var multiplier = Multiplier;
        ref var at = ref MemoryMarshal.GetReference(term);
        var length = term.Length;
        var hash = (ulong)length * multiplier;
        if (length >= sizeof(ulong))
        {
            var i = 0;
            for (; i + sizeof(ulong) < length; i += sizeof(ulong))
            {
                hash = (hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, i))) * multiplier;
                hash ^= hash >> 32;
            }

            hash ^= Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, length - sizeof(ulong)));
        }
        else if (length >= sizeof(uint))
        {
            hash ^= Unsafe.ReadUnaligned<uint>(ref at) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref at, length - sizeof(uint))) << 32);
        }
        else
        {
            for (var i = 0; i < length; i++)
            {
                hash ^= (ulong)Unsafe.Add(ref at, i) << (8 * i);
            }
        }

        hash *= multiplier;
        return (uint)(hash >> 32);
    }

    private int Insert(ReadOnlySpan<byte> term, uint hash, int at)
    {
        var number = Count;
        if (number + 2 > _starts.Length)
        {
            Array.Resize(ref _starts, 2 * _starts.Length);
        }

        var start = number == 0 ? 0 : _starts[number];
        if (term.Length > _bytes.Length - start)
        {
            Array.Resize(ref _bytes, checked((int)Math.Min(Array.MaxLength, Math.Max((long)start + term.Length, 2L * _bytes.Length))));
        }

        term.CopyTo(_bytes.AsSpan(start));
        _starts[number] = start;
        _starts[number + 1] = start + term.Length;
        _slots[at] = ((ulong)hash << 32) | (uint)(number + 1);
        Count = number + 1;
        if (Count * 2 > _slots.Length)
        {
            Grow();
        }

        return number;
    }

    private void Grow()
    {
        var slots = new ulong[_slots.Length * 2];
        var mask = slots.Length - 1;
        _shift = ShiftFor(slots.Length);
        foreach (var slot in _slots)
        {
            if (slot != 0)
            {
                var at = (int)((uint)(slot >> 32) >> _shift);
                while (slots[at] != 0)
                {
                    at = (at + 1) & mask;
                }

                slots[at] = slot;
            }
        }

        _slots = slots;
    }
}
