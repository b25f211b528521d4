using System.Runtime.InteropServices;

namespace SearchPlanet.Engine.Store;

/// <summary>Bytes copied to memory that the collector does not move.</summary>
internal sealed unsafe class MemoryIndexInput : IndexInput
{
    private void* _pointer;

    public MemoryIndexInput(string name, ReadOnlySpan<byte> bytes)
    {
        Name = name;
        Length = bytes.Length;
        if (Length == 0)
        {
            throw new CorruptIndexException(name, 0, "Empty file");
        }

        _pointer = NativeMemory.AlignedAlloc((nuint)bytes.Length, 64);
        bytes.CopyTo(new Span<byte>(_pointer, bytes.Length));
    }

    public override string Name { get; }

    public override long Length { get; }

    public override byte* Pointer => (byte*)_pointer;

    protected override void Dispose(bool disposing)
    {
        if (disposing && _pointer is not null)
        {
            NativeMemory.AlignedFree(_pointer);
            _pointer = null;
        }
    }
}
