using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Testing;

namespace SearchPlanet.Engine.Tests.Indexing;

public sealed class SnapshotTests
{
    private readonly Document _document = new();

    [Fact]
    public void Reader_WhileWriterDeletesAndMerges_SeesItsSnapshot()
    {
        using var folder = new TempFolder();
        var directory = new FileIndexDirectory(folder.Path);
        using var writer = IndexWriter.Open(directory, IndexOracle.Schema);
        var oracle = new IndexOracle();
        Add(writer, oracle, 0, 200);
        using var before = writer.GetReader();
        string[] files = [.. before.Leaves.Select(static l => l.Reader.Name + ".seg")];

        for (var i = 0; i < 200; i++)
        {
            writer.DeleteDocuments(new Term("id", "id" + i));
        }

        Add(writer, new IndexOracle(), 200, 300);
        writer.ForceMerge(1, TestContext.Current.CancellationToken);
        writer.Commit();
        oracle.Verify(before);
        files.ShouldAllBe(f => directory.FileExists(f));

        before.Dispose();
        files.ShouldAllBe(f => !directory.FileExists(f));
    }

    [Fact]
    public void TryIncRef_AfterLastHolderLetGo_IsFalse()
    {
        using var writer = IndexWriter.Open(new MemoryIndexDirectory(), IndexOracle.Schema);
        Add(writer, new IndexOracle(), 0, 5);
        var reader = writer.GetReader();
        reader.TryIncRef().ShouldBeTrue();
        reader.Dispose();
        reader.Dispose();
        reader.TryIncRef().ShouldBeTrue();
        reader.DecRef();
        reader.DecRef();
        reader.TryIncRef().ShouldBeFalse();
    }

    [Fact]
    public void OpenIfChanged_OfACommit_SharesSegments()
    {
        var directory = new MemoryIndexDirectory();
        using var writer = IndexWriter.Open(directory, IndexOracle.Schema);
        Add(writer, new IndexOracle(), 0, 50);
        writer.Commit();
        using var first = DirectoryReader.Open(directory, IndexOracle.Schema);
        first.OpenIfChanged().ShouldBeNull();
        Add(writer, new IndexOracle(), 50, 60);
        first.OpenIfChanged().ShouldBeNull();
        writer.Commit();
        using var second = first.OpenIfChanged()!;
        second.NumDocs.ShouldBe(60);
        second.Version.ShouldBeGreaterThan(first.Version);
        second.Leaves[0].Reader.ShouldBeSameAs(first.Leaves[0].Reader);
    }

    [Fact]
    public void GlobalOrdinals_AfterRefresh_KeepTheirNumbers()
    {
        using var writer = IndexWriter.Open(new MemoryIndexDirectory(), IndexOracle.Schema);
        Tag(writer, "m", "t");
        using var first = writer.GetReader();
        var before = first.GlobalOrdinals("tag");
        Tag(writer, "a", "t", "z");
        using var second = first.OpenIfChanged()!;
        var after = second.GlobalOrdinals("tag");
        after.LookupTerm("m"u8).ShouldBe(before.LookupTerm("m"u8));
        after.LookupTerm("t"u8).ShouldBe(before.LookupTerm("t"u8));
        after.ValueCount.ShouldBe(4);
        after.LookupTerm("a"u8).ShouldBeGreaterThanOrEqualTo(2);
        before.ValueCount.ShouldBe(2);
        before.LookupTerm("a"u8).ShouldBe(-1);
    }

    [Fact]
    public void Refreshes_ByTheThousand_LeakNoHandleAndNoMap()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Counts in /proc.");
        }

        var refreshes = int.Parse(Environment.GetEnvironmentVariable("SEARCHPLANET_REFRESHES") ?? "2000");
        using var folder = new TempFolder();
        using var writer = IndexWriter.Open(new FileIndexDirectory(folder.Path), IndexOracle.Schema);
        using var manager = new ReaderManager(writer);
        var random = new Random(1);
        var before = "";
        for (var i = 0; i < refreshes; i++)
        {
            // When everything has been used once.
            before = i == 500 ? Held() : before;

            var id = "id" + random.Next(100);
            writer.UpdateDocument(new Term("id", id), _document.AddId(id));
            manager.MaybeRefresh().ShouldBeTrue();
            manager.Acquire().DecRef();
            if (i % 100 == 0)
            {
                writer.Commit();
            }
        }

        writer.ForceMerge(1, TestContext.Current.CancellationToken);
        writer.Commit();
        manager.MaybeRefresh();
        TestContext.Current.SendDiagnosticMessage($"The process held {before} after 500 refreshes and {Held()} after {refreshes}");
        File.ReadLines("/proc/self/maps").Count(l => l.Contains(folder.Path, StringComparison.Ordinal)).ShouldBe(1);

        // The lock alone is open: maps need no descriptor.
        Directory.GetFiles("/proc/self/fd").Count(f => TargetOf(f).StartsWith(folder.Path, StringComparison.Ordinal)).ShouldBe(1);
        Directory.GetFiles(folder.Path, "*.seg").Length.ShouldBe(1);
    }

    // Empty for one that another test has closed meanwhile.
    private static string TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static string Held() => $"{Directory.GetFiles("/proc/self/fd").Length} handles and {File.ReadLines("/proc/self/maps").Count()} maps";

    private void Tag(IndexWriter writer, params string[] tags)
    {
        _document.Clear();
        foreach (var tag in tags)
        {
            _document.AddKeyword("tag", tag);
        }

        writer.AddDocument(_document);
    }

    private void Add(IndexWriter writer, IndexOracle oracle, int from, int to)
    {
        var random = new Random(from);
        for (var i = from; i < to; i++)
        {
            var entry = IndexOracle.RandomEntry(random, "id" + i);
            writer.AddDocument(IndexOracle.Fill(_document, entry));
            oracle.Put(entry);
        }
    }
}
