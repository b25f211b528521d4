using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Posts;
using SearchPlanet.Testing;

namespace SearchPlanet.Search.Tests.Schema;

/// <summary>What is made of an index that another run, or another version of the program, left behind.</summary>
public sealed class IndexStateTests : IDisposable
{
    private static readonly Post[] _posts =
    [
        PostFixture.Post("a", "Safe Django migrations", "Run them twice.", "2025-01-01", author: "Ada", tags: "orm", planet: "django"),
        PostFixture.Post("b", "Celery beats", "Periodic tasks of Django.", "2025-02-01", author: "Ada", tags: "celery", planet: "django"),
    ];

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Folder => _folder.Path;

    [Fact]
    public void EarlierSchema_IsSearchedInEveryWay_UntilTheNewOneIsCommitted()
    {
        EarlierIndex.Write(new FileIndexDirectory(Folder), _posts, sequence: 7);
        using var searcher = PostSearcher.Open(Folder);
        using var index = PostIndex.Open(Folder, new PostIndexOptions());

        index.OpenedAs.ShouldBe(IndexState.Earlier);
        index.LastSequence.ShouldBe(0);
        index.Apply([Update(1, _posts[0])], Cancel);
        using var half = index.CreateSearcher();
        half.Count.ShouldBe(1);

        searcher.MaybeRefresh().ShouldBeFalse();
        searcher.State.ShouldBe(IndexState.Earlier);
        searcher.LastSequence.ShouldBe(7);
        var found = searcher.Search(new SearchRequest { Query = "django", Facets = ["tag", "author", "source", "planet", "kind", "year", "version"] }, Cancel);
        found.Hits.Select(static hit => hit.Id).ShouldBe(["a", "b"], ignoreOrder: true);
        found.Facets["tag"].Values.Count.ShouldBe(2);
        searcher.Get("b")!.Title.ShouldBe("Celery beats");
        searcher.Suggest("cel", 5).ShouldNotBeEmpty();
        searcher.LinksTo("a", 5, Cancel).Total.ShouldBe(0);
        searcher.Similar("a", 5, Cancel).ShouldNotBeNull();
        PostIndex.Check(Folder, Cancel).ShouldBeEmpty();
        PostIndex.ReadStats(Folder).State.ShouldBe(IndexState.Earlier);

        index.Apply([Update(2, _posts[1])], Cancel);
        index.MarkWhole().ShouldBeTrue();
        index.Commit();
        searcher.MaybeRefresh().ShouldBeTrue();
        searcher.State.ShouldBe(IndexState.Ready);
        searcher.Count.ShouldBe(2);
        PostIndex.ReadStats(Folder).LastSequence.ShouldBe(2);
    }

    [Fact]
    public void CutOffWhileFirstRead_IsPartial_AndGoesOnFromThere()
    {
        using (var index = PostIndex.Open(Folder, new PostIndexOptions()))
        {
            index.Apply([Update(1, _posts[0])], Cancel);
            index.Commit();
        }

        using var searcher = PostSearcher.Open(Folder);
        searcher.State.ShouldBe(IndexState.Partial);
        using (var index = PostIndex.Open(Folder, new PostIndexOptions()))
        {
            index.OpenedAs.ShouldBe(IndexState.Partial);
            index.LastSequence.ShouldBe(1);
            index.Apply([Update(2, _posts[1])], Cancel);
            index.MarkWhole().ShouldBeTrue();
            index.MarkWhole().ShouldBeFalse();
            index.Commit();
        }

        searcher.MaybeRefresh();
        searcher.State.ShouldBe(IndexState.Ready);
        using var whole = PostIndex.Open(Folder, new PostIndexOptions());
        whole.OpenedAs.ShouldBe(IndexState.Ready);
    }

    [Fact]
    public void SchemaThatCannotBeRead_IsUnreadable_NotDamaged()
    {
        using (var writer = IndexWriter.Open(new FileIndexDirectory(Folder), new IndexSchema(FieldType.Keyword("other"))))
        {
            writer.AddDocument(new Document().AddKeyword("other", "x"));
            writer.Commit();
        }

        using var searcher = PostSearcher.Open(Folder);
        searcher.State.ShouldBe(IndexState.Unreadable);
        using var index = PostIndex.Open(Folder, new PostIndexOptions());
        index.OpenedAs.ShouldBe(IndexState.Unreadable);
        index.Refused!.Message.ShouldContain("Other schema");
    }

    [Fact]
    public void DamagedIndex_IsDamaged()
    {
        using (var index = PostIndex.Open(Folder, new PostIndexOptions()))
        {
            index.Apply([Update(1, _posts[0])], Cancel);
            index.Commit();
        }

        var segment = Directory.GetFiles(Folder, "*.seg").Single();
        File.WriteAllBytes(segment, new byte[File.ReadAllBytes(segment).Length]);
        using var searcher = PostSearcher.Open(Folder);
        searcher.State.ShouldBe(IndexState.Damaged);
        using var anew = PostIndex.Open(Folder, new PostIndexOptions());
        anew.OpenedAs.ShouldBe(IndexState.Damaged);
        anew.LastSequence.ShouldBe(0);
    }

    public void Dispose() => _folder.Dispose();

    private static PostUpdate Update(long sequence, Post post) => new(sequence, post.Id, post, PostContentReader.Read(post));
}
