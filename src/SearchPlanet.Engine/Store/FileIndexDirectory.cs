using System.Text.Json;

namespace SearchPlanet.Engine.Store;

/// <summary>An index in a folder of the file system.</summary>
public sealed class FileIndexDirectory : IndexDirectory
{
    private const string LockName = "write.lock";

    // Beside the lock, not in it: on Unix an exclusively opened file cannot be read by others.
    private const string HolderName = "write.lock.json";

    private readonly string _path;

    /// <summary>The index in this folder.</summary>
    /// <param name="path">The folder; made when it is not there.</param>
    public FileIndexDirectory(string path)
    {
        _path = Path.GetFullPath(path);
        Directory.CreateDirectory(_path);
    }

    public override string Name => _path;

    internal override IReadOnlyList<string> ListFiles() => [.. Directory.EnumerateFiles(_path).Select(static f => Path.GetFileName(f))];

    internal override bool FileExists(string name) => File.Exists(PathOf(name));

    internal override void DeleteFile(string name) => File.Delete(PathOf(name));

    internal override IndexOutput CreateOutput(string name) => new FileIndexOutput(PathOf(name));

    internal override IndexInput OpenInput(string name) => new MappedIndexInput(name, PathOf(name));

    internal override byte[] ReadAllBytes(string name) => File.ReadAllBytes(PathOf(name));

    internal override void Sync(string name)
    {
        using var stream = new FileStream(PathOf(name), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        stream.Flush(flushToDisk: true);
    }

    internal override void RenameDurably(string name, string newName)
    {
        File.Move(PathOf(name), PathOf(newName), overwrite: true);
        SyncNames();
    }

    internal override void SyncNames() => FolderSync.Sync(_path);

    internal override IDisposable ObtainLock(LockHolder holder)
    {
        FileStream file;
        try
        {
            file = new FileStream(PathOf(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new IndexLockedException(_path, ReadHolder());
        }

        try
        {
            File.WriteAllBytes(PathOf(HolderName), JsonSerializer.SerializeToUtf8Bytes(holder));
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return file;
    }

    // What .NET makes of a file that another has locked: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows. A disk that is
    // full or read-only is told as what it is.
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    private LockHolder? ReadHolder()
    {
        try
        {
            return JsonSerializer.Deserialize<LockHolder>(File.ReadAllBytes(PathOf(HolderName)));
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(_path, name);
}
