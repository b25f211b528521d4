using System.IO.MemoryMappedFiles;

namespace SearchPlanet.Engine.Store;

/// <summary>
/// A file mapped once, its pointer taken once. The file's descriptor is closed at once: an index of many segments holds maps only.
/// Never disposed of means never unmapped, so that a leaked reader cannot become a dangling pointer.
/// </summary>
internal sealed unsafe class MappedIndexInput : IndexInput
{
    private readonly MemoryMappedViewAccessor _view;
    private byte* _pointer;

    public MappedIndexInput(string name, string path)
    {
        Name = name;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Length = file.Length;
        if (Length == 0)
        {
            throw new CorruptIndexException(name, 0, "Empty file");
        }

        using var map = MemoryMappedFile.CreateFromFile(file, mapName: null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
    }

    public override string Name { get; }

    public override long Length { get; }

    public override byte* Pointer => _pointer;

    public override void ReleasePages() => MemoryAdvice.DontNeed(_pointer, Length);

    protected override void Dispose(bool disposing)
    {
        if (disposing && _pointer is not null)
        {
            _pointer = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
        }
    }
}
