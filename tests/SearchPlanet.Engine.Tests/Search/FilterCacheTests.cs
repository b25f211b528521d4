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
}
