using Microsoft.Win32.SafeHandles;

namespace SearchPlanet.Engine.Store;

internal sealed class FileIndexOutput : IndexOutput
{
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[256 << 10];
    private int _buffered;
    private long _written;

    public FileIndexOutput(string path) =>
        _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete);

    public override long Position => _written + _buffered;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _buffered)
        {
            Flush();
            if (bytes.Length >= _buffer.Length)
            {
                RandomAccess.Write(_file, bytes, _written);
                _written += bytes.Length;
                return;
            }
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing || _file.IsClosed)
        {
            return;
        }

        try
        {
            Flush();
        }
        finally
        {
            _file.Dispose();
        }
    }

    private void Flush()
    {
        // What could not be written is not tried again when the file is closed: the first failure is the one to be told.
        var count = _buffered;
        _buffered = 0;
        RandomAccess.Write(_file, _buffer.AsSpan(0, count), _written);
        _written += count;
    }
}
