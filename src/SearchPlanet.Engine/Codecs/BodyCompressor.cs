using System.Buffers.Binary;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Collects records and makes compressed blocks of them. See <see cref="BodyFormat"/>.</summary>
internal sealed class BodyCompressor
{
    private readonly Lz4 _lz4 = new();
    private readonly ByteBuffer _lengths = new();
    private readonly ByteBuffer _records = new(2 * BodyFormat.TargetBytes);
    private readonly ByteBuffer _original = new(2 * BodyFormat.TargetBytes);
    private readonly ByteBuffer _block = new(2 * BodyFormat.TargetBytes);

    /// <summary>Documents waiting for their block.</summary>
    public int Docs { get; private set; }

    public bool IsFull => _records.Length >= BodyFormat.TargetBytes || Docs >= BodyFormat.MaxDocs;

    public void Add(ReadOnlySpan<byte> record)
    {
        _lengths.WriteVarInt((uint)record.Length);
        _records.Write(record);
        Docs++;
    }

    /// <summary>Forgets what waits.</summary>
    public void Clear()
    {
        _lengths.Clear();
        _records.Clear();
        Docs = 0;
    }

    /// <summary>The block of all that waits; valid until the next call.</summary>
    public ReadOnlySpan<byte> TakeBlock()
    {
        _original.Clear();
        _original.Write(_lengths.Written);
        _original.Write(_records.Written);
        Clear();

        _block.Clear();
        var rest = _original.Written;
        BinaryPrimitives.WriteInt32LittleEndian(_block.Reserve(sizeof(int)), rest.Length);
        _block.Advance(sizeof(int));
        while (!rest.IsEmpty)
        {
            var part = rest[..Math.Min(rest.Length, Lz4.MaxInput)];
            var to = _block.Reserve(sizeof(int) + Lz4.MaxOutput(part.Length));
            var bytes = _lz4.Compress(part, to[sizeof(int)..]);
            BinaryPrimitives.WriteInt32LittleEndian(to, bytes);
            _block.Advance(sizeof(int) + bytes);
            rest = rest[part.Length..];
        }

        return _block.Written;
    }
}
