namespace SearchPlanet.Posts.Tests;

public sealed class PostJsonTests
{
    [Fact]
    public void WriteThenRead_PostWithAll_GivesItBack()
    {
        var post = new Post
        {
            Id = "abc",
            Url = "https://blog.example/a",
            Title = "Über <b> & \"quotes\"",
            Authors = ["Ada, Countess", "Bob"],
            Tags = ["c++"],
            Published = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Updated = new DateTimeOffset(2025, 1, 3, 3, 4, 5, TimeSpan.Zero),
            FirstSeen = new DateTimeOffset(2025, 1, 4, 3, 4, 5, TimeSpan.Zero),
            DateConfidence = DateConfidence.Feed,
            Kind = PostKind.Newsletter,
            Language = "de",
            Sources = [new PostSource("blog.example", "Blog", null, "g", "u", "f"), new PostSource("blog.example", "Blog", "django", null, null, null)],
            Html = "<p>é</p>",
            IsExcerpt = true,
            EarlierVersion = "other",
            PartOf = "letter",
        };

        var incoming = PostJson.Read(PostJson.Write(post), null, null);
        var back = PostMerge.Create(incoming, incoming.Id!, post.FirstSeen.AddYears(1)) with { Sources = [incoming.Source, .. incoming.AlsoFrom] };

        back.Authors.ShouldBe(post.Authors);
        back.Tags.ShouldBe(post.Tags);
        back.Sources.ShouldBe(post.Sources);
        (back with { Authors = post.Authors, Tags = post.Tags, Sources = post.Sources }).ShouldBe(post);
    }

    [Fact]
    public void Read_SourceNames_BecomeIds()
    {
        PostJson.Read("""{"title":"t","text":"x","source":"www.Blog.example"}"""u8, null, null).Source.Id.ShouldBe("blog.example");
        PostJson.Read("""{"title":"t","text":"x","source":"The Blog","url":"https://blog.example/1"}"""u8, null, null).Source
            .ShouldBe(new PostSource("blog.example", "The Blog", null, null, "https://blog.example/1", null));
        PostJson.Read("""{"title":"t","text":"x"}"""u8, "A Name", "plone").Source.ShouldBe(new PostSource("a-name", "A Name", "plone", null, null, null));
    }
}
