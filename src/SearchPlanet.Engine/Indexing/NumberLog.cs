using System.Runtime.CompilerServices;

namespace SearchPlanet.Engine.Indexing;

/// <summary>A growing list of 32-bit numbers in chunks, so that growing copies nothing and clearing keeps the memory.</summary>
internal sealed class NumberLog
{
    public const int ChunkShift = 14;

    public const int ChunkSize = 1 << ChunkShift;

    private readonly List<uint[]> _chunks = [];
    private uint[] _last = [];
    private int _used;
    private int _full = -1;

    public int Count => (Math.Max(_full, 0) << ChunkShift) + _used;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint number)
    {
        if (_used == _last.Length)
        {
            Grow();
        }

        _last[_used++] = number;
    }

    /// <summary>The numbers from <paramref name="index"/> on that lie in one chunk.</summary>
    public ReadOnlySpan<uint> ChunkAt(int index, int end)
    {
        var inChunk = index & (ChunkSize - 1);
        return _chunks[index >> ChunkShift].AsSpan(inChunk, Math.Min(ChunkSize - inChunk, end - index));
    }

    public void Clear()
    {
        _full = -1;
        _used = 0;
        _last = [];
    }

    private void Grow()
    {
        _full++;
        if (_full == _chunks.Count)
        {
            _chunks.Add(GC.AllocateUninitializedArray<uint>(ChunkSize));
        }

        _last = _chunks[_full];
        _used = 0;
    }
}
