using System.Collections.Concurrent;
using System.Globalization;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Engine.Tests.Store;

namespace SearchPlanet.Engine.Tests.Indexing;

/// <summary>Cuts the power between any two operations on the disk: what was not synced is gone, torn or zeros.</summary>
public sealed class PowerCutTests
{
    [Fact]
    public void PowerCut_AtAnyMoment_LosesNothingCommitted()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"Seed {seed}");
        var directory = new PowerCutDirectory(new MemoryIndexDirectory());
        var history = new ConcurrentDictionary<int, Dictionary<string, IndexOracle.Entry>>();
        var cuts = new ConcurrentBag<(MemoryIndexDirectory Disk, int Committed, int At)>();
        var random = new Random(seed);
        var committed = -1;
        directory.Changed = at =>
        {
            // The step is read first: a commit that returns meanwhile is only more than must be there.
            var sure = Volatile.Read(ref committed);
            lock (random)
            {
                if (sure >= 0 && random.Next(40) == 0)
                {
                    cuts.Add((directory.Cut(random), sure, at));
                }
            }
        };

        Work(directory, new Random(seed), history, step => Volatile.Write(ref committed, step));

        cuts.Count.ShouldBeGreaterThan(10);
        foreach ((var disk, var sure, var at) in cuts)
        {
            var where = $"power cut after operation {at}, seed {seed}";
            var oracle = new IndexOracle();
            using (var reader = DirectoryReader.Open(disk, IndexOracle.Schema))
            {
                var step = int.Parse(reader.UserData["step"], CultureInfo.InvariantCulture);
                step.ShouldBeGreaterThanOrEqualTo(sure, where);
                oracle.Restore(history[step]);
                reader.NumDocs.ShouldBe(oracle.Count, where);
                oracle.Verify(reader);
            }

            IndexChecker.Check(disk, IndexOracle.Schema, TestContext.Current.CancellationToken).ShouldBeEmpty(where);

            // And goes on from there, without what was left half done.
            using var writer = IndexWriter.Open(disk, IndexOracle.Schema);
            writer.AddDocument(IndexOracle.Fill(new Document(), IndexOracle.RandomEntry(new Random(at), "after")));
            writer.Commit();
            disk.ListFiles().ShouldNotContain(f => f.EndsWith(".tmp"), where);
        }
    }

    private static void Work(
        PowerCutDirectory directory, Random random, ConcurrentDictionary<int, Dictionary<string, IndexOracle.Entry>> history, Action<int> committed)
    {
        var oracle = new IndexOracle();
        var document = new Document();
        using var writer = IndexWriter.Open(directory, IndexOracle.Schema, new IndexWriterOptions { MergePolicy = new MergePolicy { SegmentsPerTier = 3 } });
        for (var step = 0; step < 25; step++)
        {
            for (var i = 0; i < 20; i++)
            {
                var id = "id" + random.Next(150);
                var entry = IndexOracle.RandomEntry(random, id);
                writer.UpdateDocument(new Term("id", id), IndexOracle.Fill(document, entry));
                oracle.Put(entry);
            }

            writer.GetReader().Dispose();
            writer.DeleteDocuments(new Term("tag", "tag" + (step % 20)));
            oracle.RemoveByTag("tag" + (step % 20));
            if (step % 8 == 7)
            {
                writer.ForceMerge(1);
            }

            history[step] = oracle.Snapshot();
            writer.Commit(new Dictionary<string, string> { ["step"] = step.ToString(CultureInfo.InvariantCulture) });
            committed(step);
        }
    }
}
