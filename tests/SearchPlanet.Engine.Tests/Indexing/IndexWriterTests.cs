using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

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
