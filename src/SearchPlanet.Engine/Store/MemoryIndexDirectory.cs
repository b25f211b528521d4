namespace SearchPlanet.Engine.Store;

/// <summary>An index in memory, for tests and throw-away indexes.</summary>
public sealed class MemoryIndexDirectory : IndexDirectory
{
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
