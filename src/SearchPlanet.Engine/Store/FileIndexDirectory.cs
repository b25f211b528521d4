namespace SearchPlanet.Engine.Store;

/// <summary>An index in a folder of the file system.</summary>
public sealed class FileIndexDirectory : IndexDirectory
{
    /// <summary>The index in this folder.</summary>
    /// <param name="path">The folder; made when it is not there.</param>
    public FileIndexDirectory(string path) => throw new NotSupportedException();

    public override string Name => throw new NotSupportedException();

    public override IReadOnlyList<string> ListFiles() => throw new NotSupportedException();

    public override bool FileExists(string name) => throw new NotSupportedException();

    public override void DeleteFile(string name) => throw new NotSupportedException();

    public override IndexOutput CreateOutput(string name) => throw new NotSupportedException();

    public override IndexInput OpenInput(string name) => throw new NotSupportedException();

    public override byte[] ReadAllBytes(string name) => throw new NotSupportedException();

    public override void Sync(string name) => throw new NotSupportedException();

    public override void RenameDurably(string name, string newName) => throw new NotSupportedException();

    public override void SyncNames() => throw new NotSupportedException();

    public override IDisposable ObtainLock(LockHolder holder) => throw new NotSupportedException();
}
