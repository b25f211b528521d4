using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Engine.Tests.Indexing;
using SearchPlanet.Testing;

namespace SearchPlanet.Engine.Tests.Store;

public sealed class WriteLockTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_SecondWriter_IsToldWhoHoldsTheLock(bool isMemory)
    {
        using var folder = new TempFolder();
        IndexDirectory directory = isMemory ? new MemoryIndexDirectory() : new FileIndexDirectory(folder.Path);
        using (IndexWriter.Open(directory, IndexOracle.Schema))
        {
            var holder = Should.Throw<IndexLockedException>(() => IndexWriter.Open(directory, IndexOracle.Schema)).Holder.ShouldNotBeNull();
            holder.ProcessId.ShouldBe(Environment.ProcessId);
            holder.Host.ShouldBe(Environment.MachineName);
            holder.Since.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        }

        IndexWriter.Open(directory, IndexOracle.Schema).Dispose();
    }

    [Fact]
    public void Open_LockFileOfADeadProcess_DoesNotStopIt()
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "write.lock"), "");
        File.WriteAllText(Path.Combine(folder.Path, "write.lock.json"), """{"ProcessId":1,"Host":"gone","Since":"2020-01-01T00:00:00Z"}""");
        IndexWriter.Open(new FileIndexDirectory(folder.Path), IndexOracle.Schema).Dispose();
    }

    [Fact]
    public void Open_LockFileThatCannotBeOpened_IsNotTakenForALock()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "write.lock");
        File.CreateSymbolicLink(path, path);
        Should.Throw<IOException>(() => IndexWriter.Open(new FileIndexDirectory(folder.Path), IndexOracle.Schema)).ShouldNotBeOfType<IndexLockedException>();
    }
}
