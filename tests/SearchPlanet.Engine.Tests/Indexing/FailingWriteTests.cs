using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Engine.Tests.Store;

namespace SearchPlanet.Engine.Tests.Indexing;

public sealed class FailingWriteTests
{
    [Fact]
    public void AnyWrite_ThatFails_LosesNothingCommitted()
    {
        // Random places over one and the same work, as far as it goes without a failure.
        var random = new Random(20251121);
        var operations = Work(new MemoryIndexDirectory(), new IndexOracle(), int.MaxValue);
        operations.ShouldBeGreaterThan(500);
        for (var round = 0; round < 60; round++)
        {
            var until = random.Next(operations);
            var directory = new MemoryIndexDirectory();
            var oracle = new IndexOracle();
            Work(directory, oracle, until);

            using (var reader = DirectoryReader.Open(directory, IndexOracle.Schema))
            {
                reader.NumDocs.ShouldBe(oracle.Count, $"failure at {until}");
            }

            // And goes on from there.
            using var writer = IndexWriter.Open(directory, IndexOracle.Schema);
            var entry = IndexOracle.RandomEntry(random, "after");
            writer.AddDocument(IndexOracle.Fill(new Document(), entry));
            oracle.Put(entry);
            writer.Commit();
            using var whole = writer.GetReader();
            if (round % 6 == 0)
            {
                oracle.Verify(whole);
            }

            whole.NumDocs.ShouldBe(oracle.Count);
            IndexChecker.Check(directory, IndexOracle.Schema, TestContext.Current.CancellationToken).ShouldBeEmpty();
            directory.ListFiles().ShouldNotContain(f => f.EndsWith(".tmp"));
        }
    }

    // Adds, deletes, merges and commits until a write fails; the oracle ends as the last commit that returned.
    private static int Work(MemoryIndexDirectory memory, IndexOracle oracle, int until)
    {
        var random = new Random(1);
        IndexWriter.Open(memory, IndexOracle.Schema).Using(static w => w.Commit(new Dictionary<string, string> { ["a"] = "b" }));
        var directory = new FaultyDirectory(memory, until);
        var committed = oracle.Snapshot();
        var document = new Document();
        var options = new IndexWriterOptions { MergePolicy = new MergePolicy { SegmentsPerTier = 3 } };
        try
        {
            using var writer = IndexWriter.Open(directory, IndexOracle.Schema, options);
            for (var i = 0; i < 12; i++)
            {
                for (var j = 0; j < 20; j++)
                {
                    var id = "id" + random.Next(150);
                    var entry = IndexOracle.RandomEntry(random, id);
                    writer.UpdateDocument(new Term("id", id), IndexOracle.Fill(document, entry));
                    oracle.Put(entry);
                }

                writer.GetReader().Dispose();
                writer.DeleteDocuments(new Term("tag", "tag" + i));
                oracle.RemoveByTag("tag" + i);
                writer.WaitForMerges();
                writer.Commit();
                committed = oracle.Snapshot();
            }

            writer.ForceMerge(1);
            writer.Commit();
        }
        catch (IOException) when (directory.HasFailed)
        {
        }

        oracle.Restore(committed);
        return directory.Done;
    }
}
