using System.Runtime.CompilerServices;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Search;

public sealed class FilterCacheTests
{
    [Fact]
    public void Get_BeyondItsBound_Forgets()
    {
        using var index = new RandomIndex(24, 6000);
        var cache = new FilterCache(maxBytes: 3000);
        var searcher = new IndexSearcher(index.Reader, filterCache: cache);
        for (var i = 0; i < 20; i++)
        {
            var filtered = new BooleanQuery(
                new BooleanClause(new MatchAllDocsQuery(), Occur.Must), new BooleanClause(new TermQuery("tag", $"t{i}"), Occur.Filter));
            searcher.Count(filtered, TestContext.Current.CancellationToken).ShouldBe(index.Documents.Values.Count(document => document.Tags.Contains($"t{i}")));
            cache.Bytes.ShouldBeLessThanOrEqualTo(3000);
        }
    }

    [Fact]
    public void Get_SegmentThatIsGoneSince_IsNotKeptByItsFilters()
    {
        var cache = new FilterCache();

        var segment = SearchAndClose(cache);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        cache.Bytes.ShouldBeGreaterThan(0, "the filter was kept");
        segment.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public void Search_FuzzyFilterAfterANearerTermCame_FindsThatOneOnly()
    {
        // A segment great enough for its filters to be kept; the term that is its nearest is not the index's any more.
        using var writer = IndexWriter.Open(new MemoryIndexDirectory(), RandomIndex.Schema, new IndexWriterOptions { MergePolicy = MergePolicy.None });
        for (var i = 0; i < 5000; i++)
        {
            writer.AddDocument(new Document().AddText("body", "near"));
        }

        var cache = new FilterCache();
        var nearest = new ConstantScoreQuery(new FuzzyQuery(new Term("body", "bear"), 1) { MaxExpansions = 1 });
        var filtered = new BooleanQuery(new BooleanClause(new MatchAllDocsQuery(), Occur.Must), new BooleanClause(nearest, Occur.Filter));
        Count().ShouldBe(5000);
        writer.AddDocument(new Document().AddText("body", "bear"));
        Count().ShouldBe(1);

        int Count()
        {
            using var reader = writer.GetReader();
            return new IndexSearcher(reader, filterCache: cache).Count(filtered, TestContext.Current.CancellationToken);
        }
    }

    /// <returns>The segment's core. A method of its own: no local holds on to it.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference SearchAndClose(FilterCache cache)
    {
        using var index = new RandomIndex(25, 6000);
        var filtered = new BooleanQuery(new BooleanClause(new MatchAllDocsQuery(), Occur.Must), new BooleanClause(new TermQuery("tag", "t1"), Occur.Filter));
        new IndexSearcher(index.Reader, filterCache: cache).Count(filtered, CancellationToken.None).ShouldBeGreaterThan(0);
        return new WeakReference(index.Reader.Leaves.MaxBy(leaf => leaf.Reader.MaxDoc)!.Reader.CoreKey);
    }
}
