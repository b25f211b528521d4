using System.Runtime.InteropServices;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Bytes that wait for their place in a segment: in memory while they are few, then in a temporary file.</summary>
internal sealed class SpillBuffer(IndexDirectory directory, string temporaryName) : IDisposable
{
    public const string Extension = ".tmp";

    private const int ChunkBytes = 1 << 20;

    private const int MaxChunks = 4;

    private readonly List<byte[]> _chunks = [];
    private int _usedOfLast = ChunkBytes;
    private IndexOutput? _file;

    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty && _file is null)
        {
            if (_usedOfLast == ChunkBytes)
            {
                if (_chunks.Count == MaxChunks)
                {
                    Spill();
                    break;
                }

                _chunks.Add(GC.AllocateUninitializedArray<byte>(_chunks.Count == 0 ? Math.Min(ChunkBytes, Math.Max(4096, bytes.Length)) : ChunkBytes));
                _usedOfLast = 0;
            }

            var last = _chunks[^1];
            if (last.Length < ChunkBytes && bytes.Length > last.Length - _usedOfLast)
            {
                // Only the first chunk begins small: most segments are.
                Array.Resize(ref last, (int)Math.Min(ChunkBytes, Math.Max(2L * last.Length, _usedOfLast + (long)bytes.Length)));
                _chunks[^1] = last;
            }

            var count = Math.Min(bytes.Length, last.Length - _usedOfLast);
            bytes[..count].CopyTo(last.AsSpan(_usedOfLast));
            _usedOfLast += count;
            bytes = bytes[count..];
        }

        _file?.Write(bytes);
    }

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Write(MemoryMarshal.AsBytes(values));

    /// <summary>Gives all bytes to a segment; nothing can be written afterwards.</summary>
    public unsafe void CopyTo(SegmentWriter writer)
    {
        if (_file is null)
        {
            for (var i = 0; i < _chunks.Count; i++)
            {
                writer.Write(_chunks[i].AsSpan(0, i == _chunks.Count - 1 ? _usedOfLast : ChunkBytes));
            }

            return;
        }

        _file.Dispose();
        using var input = directory.OpenInput(temporaryName);
        for (long at = 0; at < input.Length; at += ChunkBytes)
        {
            writer.Write(new ReadOnlySpan<byte>(input.Pointer + at, (int)Math.Min(ChunkBytes, input.Length - at)));
            input.ReleasePages();
        }
    }

    public void Dispose()
    {
        if (_file is null)
        {
            return;
        }

        directory.Abandon(_file, temporaryName);
    }

    private void Spill()
    {
        _file = directory.CreateOutput(temporaryName);
        foreach (var chunk in _chunks)
        {
            _file.Write(chunk);
        }

        _chunks.Clear();
    }
}
