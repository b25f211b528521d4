using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Testing;

namespace SearchPlanet.Engine.Tests.Indexing;

public sealed class ConcurrencyTests
{
    private const int Ids = 50;

    [Fact]
    public async Task Readers_WhileWriterUpdatesAndMerges_SeeEachIdOnceAndNeverAnOlderOne()
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        var options = new IndexWriterOptions { RamBufferBytes = 1 << 20, MergePolicy = new MergePolicy { SegmentsPerTier = 2 } };
        using var writer = IndexWriter.Open(new FileIndexDirectory(folder.Path), IndexOracle.Schema, options);
        var document = new Document();
        for (var id = 0; id < Ids; id++)
        {
            Update(writer, document, id, 0);
        }

        using var manager = new ReaderManager(writer);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        using var reading = new CountdownEvent(3);

        // On threads of their own: on the pool's they might begin when all is over.
        Task[] readers = [.. Enumerable.Range(0, reading.InitialCount).Select(_ => OnAThread(() => Read(manager, reading, done.Token)))];
        var refreshing = OnAThread(() => Refresh(manager, done.Token));
        reading.Wait(cancelled);
        for (var round = 1; round <= 3000; round++)
        {
            Update(writer, document, round % Ids, round);
            if (round % 200 == 0)
            {
                writer.Commit();
            }

            if (round % 1000 == 0)
            {
                writer.ForceMerge(1, cancelled);
            }
        }

        await done.CancelAsync();
        await refreshing;
        await Task.WhenAll(readers);
        writer.MergeFailure.ShouldBeNull();
        writer.Commit();
        IndexChecker.Check(new FileIndexDirectory(folder.Path), IndexOracle.Schema, cancelled).ShouldBeEmpty();
    }

    private static Task OnAThread(Action action) =>
        Task.Factory.StartNew(action, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Update(IndexWriter writer, Document document, int id, int round)
    {
        document.AddId("id" + id).AddText("text", "the text of every document").AddLong("date", round).AddStored("body", new string('b', 2000));
        writer.UpdateDocument(new Term("id", "id" + id), document);
    }

    private static void Refresh(ReaderManager manager, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            manager.MaybeRefresh();
        }
    }

    private static void Read(ReaderManager manager, CountdownEvent reading, CancellationToken done)
    {
        var isFirst = true;
        var seen = new long[Ids];
        var values = new long[Ids];
        while (!done.IsCancellationRequested)
        {
            var reader = manager.Acquire();
            try
            {
                Array.Fill(values, -1);
                foreach (var leaf in reader.Leaves)
                {
                    ReadLeaf(leaf.Reader, values);
                }

                for (var id = 0; id < Ids; id++)
                {
                    // Rounds of an id only grow, from snapshot to snapshot too.
                    Assert.True(values[id] >= seen[id], $"id{id}: {values[id]} after {seen[id]}");
                    seen[id] = values[id];
                }
            }
            finally
            {
                reader.DecRef();
                if (isFirst)
                {
                    isFirst = false;
                    reading.Signal();
                }
            }
        }
    }

    private static void ReadLeaf(SegmentReader segment, long[] values)
    {
        var stored = segment.StoredFields();
        var dates = segment.NumericDocValues("date")!;
        var postings = segment.Postings(new Term("text", "document"))!;
        for (var doc = postings.NextDoc(); doc != PostingsEnum.NoMoreDocs; doc = postings.NextDoc())
        {
            if (segment.LiveDocs is { } live && !live[doc])
            {
                continue;
            }

            var id = int.Parse(stored.Summary(doc).GetString("id").AsSpan(2));
            Assert.Equal(-1, values[id]);
            Assert.Equal(4, postings.Positions[0]);
            values[id] = dates.Get(doc);
        }
    }
}
