using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Engine.Tests.Store;

namespace SearchPlanet.Engine.Tests.Indexing;

public sealed class IndexWriterTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void DeleteAll_WithDocumentsBuffered_LeavesNothingOfThem()
    {
        var directory = new MemoryIndexDirectory();
        var random = new Random(8);
        var oracle = new IndexOracle();
        using var writer = IndexWriter.Open(directory, IndexOracle.Schema);
        writer.AddDocument(IndexOracle.Fill(new Document(), IndexOracle.RandomEntry(random, "gone")));
        writer.DeleteAll();
        for (var i = 0; i < 10; i++)
        {
            var entry = IndexOracle.RandomEntry(random, "id" + i);
            writer.AddDocument(IndexOracle.Fill(new Document(), entry));
            oracle.Put(entry);
        }

        writer.Commit();
        using var reader = writer.GetReader();
        oracle.Verify(reader);
        IndexChecker.Check(directory, IndexOracle.Schema, Cancelled).ShouldBeEmpty();
    }

    [Fact]
    public void AddDocument_ValueGivenSeveralTimes_IsInTheColumnOnce()
    {
        var entry = new IndexOracle.Entry("a", "", ["x", "b", "x", "x", "b"], null, null, "");
        using var writer = IndexWriter.Open(new MemoryIndexDirectory(), IndexOracle.Schema);
        writer.AddDocument(IndexOracle.Fill(new Document(), entry));
        using var reader = writer.GetReader();
        var tags = reader.Leaves[0].Reader.SortedSetDocValues("tag")!;
        Enumerable.Range(0, tags.CountOf(0)).Select(i => System.Text.Encoding.UTF8.GetString(tags.LookupOrd(tags.OrdinalOf(0, i)))).ShouldBe(["b", "x"]);
    }

    [Fact]
    public void Commit_DeletionsThatHitNothing_IsTheCommitBefore()
    {
        using var writer = IndexWriter.Open(new MemoryIndexDirectory(), IndexOracle.Schema);
        writer.AddDocument(new Document().AddId("a"));
        var generation = writer.Commit();
        using var reader = writer.GetReader();
        writer.DeleteDocuments(new Term("id", "b"));
        writer.Commit().ShouldBe(generation);
        reader.OpenIfChanged().ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_WhileAnotherThreadMerges_HoldsTheLockUntilThatIsOver()
    {
        var memory = new MemoryIndexDirectory();
        var directory = new FaultyDirectory(memory, int.MaxValue);
        var writer = IndexWriter.Open(directory, IndexOracle.Schema);
        for (var i = 0; i < 2; i++)
        {
            writer.AddDocument(new Document().AddId("id" + i));
            writer.Commit();
        }

        using var merging = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        directory.Opening = _ =>
        {
            merging.Set();
            mayGoOn.Wait(Cancelled);
        };
        var merge = Task.Run(() => writer.ForceMerge(1, Cancelled), Cancelled);
        merging.Wait(Cancelled);
        var disposal = Task.Run(writer.Dispose, Cancelled);
        while (!IsDisposed(writer))
        {
            await Task.Yield();
        }

        // A mistake may show by disposing too soon; a right writer cannot dispose of itself before the merge goes on.
        Should.Throw<IndexLockedException>(() => IndexWriter.Open(memory, IndexOracle.Schema));
        disposal.IsCompleted.ShouldBeFalse();
        mayGoOn.Set();
        await disposal;
        await Should.ThrowAsync<OperationCanceledException>(merge);
        directory.Open.ShouldBe(0);
        memory.ListFiles().Count.ShouldBe(3);
    }

    // Its merges have been told to stop by then.
    private static bool IsDisposed(IndexWriter writer)
    {
        try
        {
            writer.DeleteDocuments(new Term("id", "none"));
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    [Fact]
    public void DeleteAll_WhileThoseDocumentsAreBeingMerged_LetsTheMergeEnd()
    {
        var memory = new MemoryIndexDirectory();
        var directory = new FaultyDirectory(memory, int.MaxValue);
        using var writer = IndexWriter.Open(directory, IndexOracle.Schema);
        for (var i = 0; i < 2; i++)
        {
            writer.AddDocument(new Document().AddId("id" + i));
            writer.GetReader().Dispose();
        }

        directory.Opening = _ =>
        {
            directory.Opening = null;
            writer.DeleteAll();
        };
        writer.ForceMerge(1, Cancelled);
        writer.Commit();
        using var reader = writer.GetReader();
        reader.NumDocs.ShouldBe(0);
        memory.ListFiles().ShouldHaveSingleItem();
    }

    [Fact]
    public void AddDocument_ToAFullIndex_IsRefusedUntilThereIsRoom()
    {
        var options = new IndexWriterOptions { MaxDocs = 3, MergePolicy = MergePolicy.None };
        var directory = new MemoryIndexDirectory();
        using (var writer = IndexWriter.Open(directory, IndexOracle.Schema, options))
        {
            Add("a");
            writer.GetReader().Dispose();
            Add("b");
            writer.Commit();
            Add("c");

            // Buffered or written, deleted or alive: each is one; a refused update deletes nothing.
            Should.Throw<IndexFullException>(() => Add("d")).MaxDocs.ShouldBe(3);
            Should.Throw<IndexFullException>(() => writer.UpdateDocument(new Term("id", "a"), new Document().AddId("a")));
            Ids().ShouldBe(["a", "b", "c"]);
            writer.DeleteDocuments(new Term("id", "a"));
            writer.DeleteDocuments(new Term("id", "c"));
            Ids().ShouldBe(["b"]);

            // The segments of which nothing is alive went; that of b is left.
            Add("d");
            writer.UpdateDocument(new Term("id", "b"), new Document().AddId("b"));
            Ids().ShouldBe(["d", "b"]);
            Add("e");
            writer.ForceMerge(1, Cancelled);
            Should.Throw<IndexFullException>(() => Add("f"));
            writer.Commit();

            void Add(string id) => writer.AddDocument(new Document().AddId(id));

            List<string?> Ids()
            {
                using var reader = writer.GetReader();
                return [.. reader.Leaves.SelectMany(static l => Enumerable.Range(0, l.Reader.MaxDoc)
                    .Where(doc => l.Reader.LiveDocs?[doc] != false)
                    .Select(doc => l.Reader.StoredFields().Summary(doc).GetString("id")))];
            }
        }

        using var reopened = IndexWriter.Open(directory, IndexOracle.Schema, options);
        Should.Throw<IndexFullException>(() => reopened.AddDocument(new Document()));
        reopened.DeleteDocuments(new Term("id", "b"));
        Should.Throw<IndexFullException>(() => reopened.AddDocument(new Document()));
        reopened.ForceMerge(1, Cancelled);
        reopened.AddDocument(new Document());
        reopened.DeleteAll();
        for (var i = 0; i < 3; i++)
        {
            reopened.AddDocument(new Document());
        }

        Should.Throw<IndexFullException>(() => reopened.AddDocument(new Document()));
    }

    [Fact]
    public void FileDeleter_NameNeededAgain_IsNotRemovedLater()
    {
        // The first deletion fails, as on a disk that was read-only for a moment; the name then comes again, as a second try of a commit has it.
        var memory = new MemoryIndexDirectory();
        var deleter = new FileDeleter(new FaultyDirectory(memory, 0, isLasting: false));
        deleter.IncRef(["commit-2.json"]);
        deleter.DecRef(["commit-2.json"]);
        deleter.IncRef(["commit-2.json"]);
        memory.CreateOutput("commit-2.json").Dispose();
        deleter.IncRef(["commit-1.json"]);
        deleter.DecRef(["commit-1.json"]);
        memory.FileExists("commit-2.json").ShouldBeTrue();
    }

    [Fact]
    public void Dispose_WithoutACommit_RemovesWhatNoCommitHolds()
    {
        var directory = new MemoryIndexDirectory();
        using (var writer = IndexWriter.Open(directory, IndexOracle.Schema))
        {
            writer.AddDocument(new Document().AddId("kept"));
            writer.Commit();
            writer.AddDocument(new Document().AddId("dropped"));
            writer.GetReader().Dispose();
            directory.ListFiles().Count.ShouldBe(3);
        }

        directory.ListFiles().Count.ShouldBe(2);
        using var reader = DirectoryReader.Open(directory, IndexOracle.Schema);
        reader.NumDocs.ShouldBe(1);
    }

    [Fact]
    public void Options_ThatCannotWork_AreRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new IndexWriterOptions { RamBufferBytes = 1000 });
        Should.Throw<ArgumentOutOfRangeException>(() => new IndexWriterOptions { RamBufferBytes = 2L << 30 });
        Should.Throw<ArgumentOutOfRangeException>(() => new IndexWriterOptions { MaxDocs = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new IndexWriterOptions { MaxDocs = int.MaxValue });
        Should.Throw<ArgumentOutOfRangeException>(() => new MergePolicy { SegmentsPerTier = 1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new MergePolicy { FloorSegmentBytes = 0 });
    }

    [Fact]
    public void Open_LeftoverThatCannotBeRemoved_DoesNotStopIt()
    {
        var memory = new MemoryIndexDirectory();
        memory.CreateOutput("s9-01234567.seg").Dispose();
        IndexWriter.Open(new FaultyDirectory(memory, 0), IndexOracle.Schema).Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomWork_AgainstDictionary_HoldsTheSame(int seed)
    {
        var random = new Random(seed);
        var directory = new MemoryIndexDirectory();
        var oracle = new IndexOracle();
        var document = new Document();
        var options = new IndexWriterOptions { RamBufferBytes = 1 << 20, MergePolicy = new MergePolicy { SegmentsPerTier = random.Next(2, 6) } };
        var committed = oracle.Snapshot();
        var next = 0;
        for (var session = 0; session < 3; session++)
        {
            using var writer = IndexWriter.Open(directory, IndexOracle.Schema, options);
            using (var opened = writer.GetReader())
            {
                oracle.Verify(opened);
            }

            using var manager = new ReaderManager(writer);
            var steps = random.Next(10, 25);
            for (var step = 0; step < steps; step++)
            {
                Step();
            }

            if (random.Next(2) == 0)
            {
                writer.Commit();
                committed = oracle.Snapshot();
            }
            else
            {
                oracle.Restore(committed);
            }

            void Step()
            {
                switch (random.Next(12))
                {
                    case < 6:
                        var count = random.Next(100) == 0 ? 3000 : random.Next(1, 80);
                        for (var i = 0; i < count; i++)
                        {
                            var entry = IndexOracle.RandomEntry(random, "id" + next++);
                            writer.AddDocument(IndexOracle.Fill(document, entry));
                            oracle.Put(entry);
                        }

                        break;
                    case 6 or 7:
                        for (var i = 0; i < 10 && oracle.Count > 0; i++)
                        {
                            var id = oracle.Ids.ElementAt(random.Next(oracle.Count));
                            var entry = IndexOracle.RandomEntry(random, id);
                            writer.UpdateDocument(new Term("id", id), IndexOracle.Fill(document, entry));
                            oracle.Put(entry);
                        }

                        break;
                    case 8:
                        if (oracle.Count > 0)
                        {
                            var id = oracle.Ids.ElementAt(random.Next(oracle.Count));
                            writer.DeleteDocuments(new Term("id", id));
                            oracle.Remove(id);
                        }

                        if (random.Next(5) == 0)
                        {
                            var tag = "tag" + random.Next(20);
                            writer.DeleteDocuments(new Term("tag", tag));
                            oracle.RemoveByTag(tag);
                        }

                        break;
                    case 9:
                        writer.Commit(new Dictionary<string, string> { ["step"] = next.ToString() });
                        committed = oracle.Snapshot();
                        using (var reader = DirectoryReader.Open(directory, IndexOracle.Schema))
                        {
                            oracle.Verify(reader);
                            reader.UserData["step"].ShouldBe(next.ToString());
                        }

                        break;
                    case 10:
                        manager.MaybeRefresh();
                        var current = manager.Acquire();
                        oracle.Verify(current);
                        current.DecRef();
                        break;
                    default:
                        if (random.Next(3) == 0)
                        {
                            writer.ForceMerge(random.Next(1, 3), Cancelled);
                        }

                        break;
                }
            }
        }

        using var last = DirectoryReader.Open(directory, IndexOracle.Schema);
        oracle.Verify(last);
    }
}
