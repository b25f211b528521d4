using System.Globalization;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Engine.Tests.Store;

namespace SearchPlanet.Engine.Tests.Indexing;

/// <summary>One and the same work, over and over, each time with another operation on the disk that fails.</summary>
public sealed class FailingWriteTests
{
    private static readonly int Operations = new Run(new FaultyDirectory(new MemoryIndexDirectory(), int.MaxValue)).Work();

    [Fact]
    public void EveryWrite_ThatFailsForGood_LosesNothingCommitted()
    {
        Operations.ShouldBeGreaterThan(200);
        for (var until = 0; until < Operations; until++)
        {
            var memory = new MemoryIndexDirectory();
            var run = new Run(new FaultyDirectory(memory, until));
            run.Work();
            run.GoOn(memory, $"all fails from operation {until}", isWhole: until % 32 == 0);
        }
    }

    [Fact]
    public void EveryWrite_ThatFailsOnce_LosesNothingCommittedBeforeOrAfter()
    {
        for (var until = 0; until < Operations; until++)
        {
            var memory = new MemoryIndexDirectory();
            var run = new Run(new FaultyDirectory(memory, until, isLasting: false));
            run.Work();
            run.GoOn(memory, $"operation {until} fails", isWhole: until % 32 == 0);
        }
    }

    [Fact]
    public void Dispose_AfterAFailureOfAnyKind_LetsGoOfEverything()
    {
        for (var until = 1; until < Operations; until += 5)
        {
            var memory = new MemoryIndexDirectory();
            var run = new Run(new FaultyDirectory(memory, until) { Failure = static () => new InvalidOperationException("Not a failure that anybody foresaw") });
            run.Work();
            run.GoOn(memory, $"operation {until} fails", isWhole: false);
        }
    }

    private sealed class Run(FaultyDirectory directory)
    {
        private readonly Random _random = new(1);
        private readonly Document _document = new();
        private readonly IndexOracle _oracle = new();
        private readonly Dictionary<int, Dictionary<string, IndexOracle.Entry>> _history = new() { [0] = [] };
        private int _step;
        private int _committed;

        /// <summary>Adds, deletes, merges and commits, until the writer fails for good.</summary>
        /// <returns>Operations on the disk.</returns>
        public int Work()
        {
            try
            {
                using var writer = IndexWriter.Open(directory, IndexOracle.Schema, new IndexWriterOptions { MergePolicy = new MergePolicy { SegmentsPerTier = 3 } });
                for (var round = 0; round < 8; round++)
                {
                    Change(writer, round);
                    Survive(() => Commit(writer));
                }

                Survive(() => writer.ForceMerge(1));
                writer.WaitForMerges();
                Commit(writer);

                // Who lives on leaves nothing lying about that can be removed.
                Files(directory).Except(directory.Undeleted).ShouldBe(NeededFiles(directory));
            }
            catch (Exception e) when (directory.HasFailed && e is not ShouldAssertException)
            {
                // The writer said that it cannot go on.
            }

            directory.Open.ShouldBe(0);
            return directory.Tried;
        }

        /// <summary>The index holds what a commit returned for, or was about to; a new writer goes on from there.</summary>
        public void GoOn(MemoryIndexDirectory disk, string because, bool isWhole)
        {
            using (var writer = IndexWriter.Open(disk, IndexOracle.Schema))
            {
                var step = int.Parse(writer.UserData.GetValueOrDefault("step", "0"), CultureInfo.InvariantCulture);
                step.ShouldBeGreaterThanOrEqualTo(_committed, because);
                _oracle.Restore(_history[step]);
                using (var opened = writer.GetReader())
                {
                    opened.NumDocs.ShouldBe(_oracle.Count, because);
                    if (isWhole)
                    {
                        _oracle.Verify(opened);
                    }
                }

                writer.AddDocument(IndexOracle.Fill(_document, IndexOracle.RandomEntry(_random, "after")));
                writer.Commit();
            }

            using var reader = DirectoryReader.Open(disk, IndexOracle.Schema);
            reader.NumDocs.ShouldBe(_oracle.Count + 1, because);
            IndexChecker.Check(disk, IndexOracle.Schema, TestContext.Current.CancellationToken).ShouldBeEmpty(because);
            Files(disk).ShouldBe(NeededFiles(disk), because);
        }

        private static string[] Files(IndexDirectory directory) => [.. directory.ListFiles().Order(StringComparer.Ordinal)];

        private static string[] NeededFiles(IndexDirectory directory)
        {
            var file = ManifestFormat.FileName(CommitFinder.Generations(directory)[0]);
            return [.. ManifestFormat.Read(file, directory.ReadAllBytes(file)).Files().Order(StringComparer.Ordinal)];
        }

        private void Change(IndexWriter writer, int round)
        {
            for (var i = 0; i < 10; i++)
            {
                var id = "id" + _random.Next(60);
                var entry = IndexOracle.RandomEntry(_random, id);
                writer.UpdateDocument(new Term("id", id), IndexOracle.Fill(_document, entry));
                _oracle.Put(entry);
            }

            Survive(() => writer.GetReader().Dispose());
            writer.DeleteDocuments(new Term("tag", "tag" + round));
            _oracle.RemoveByTag("tag" + round);
            writer.WaitForMerges();
        }

        private void Commit(IndexWriter writer)
        {
            _history[++_step] = _oracle.Snapshot();
            writer.Commit(new Dictionary<string, string> { ["step"] = _step.ToString(CultureInfo.InvariantCulture) });
            _committed = _step;
            directory.InDoubt.ShouldNotContain(FaultyDirectory.Folder);
            NeededFiles(directory).ShouldNotContain(f => directory.InDoubt.Contains(f));
        }

        // After its first failure a writer either goes on as if nothing had been, or says at the next call that it cannot.
        private void Survive(Action action)
        {
            var hadFailed = directory.HasFailed;
            try
            {
                action();
            }
            catch (Exception e) when (!hadFailed && directory.HasFailed && e is not ShouldAssertException)
            {
            }
        }
    }
}
