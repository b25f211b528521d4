using System.Buffers;

namespace SearchPlanet.Engine.Store;

internal sealed class MemoryIndexOutput(Action<byte[]> publish) : IndexOutput
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private Action<byte[]>? _publish = publish;

    public override long Position => _bytes.WrittenCount;

    public override void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Interlocked.Exchange(ref _publish, null)?.Invoke(_bytes.WrittenSpan.ToArray());
        }
    }
}
