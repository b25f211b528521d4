using static SearchPlanet.Search.Tests.PostFixture;

namespace SearchPlanet.Search.Tests.Results;

public sealed class SimilarPostsTests
{
    private const string Common = "The request asks for a page, the server renders the template, a button sends the form and the view answers.";

    [Fact]
    public void Similar_WhatThePostIsAbout_OutranksTheWordsAroundIt()
    {
        using var posts = new PostFixture(
            Post("a", "Using htmx", $"htmx swaps a part of the page. {Common} With htmx there is less script, and htmx needs no build."),
            Post("b", "Less script", "We moved to htmx, and htmx it is. Nothing else is left of the old one."),
            Post("c", "Forms", Common),
            Post("d", "Templates", Common),
            Post("e", "Buttons", Common),
            Post("f", "Geese", "They fly south."));
        Similar(posts, "a").ShouldStartWith("b ");
        Similar(posts, "a").ShouldNotContain("f");
    }

    [Fact]
    public void Similar_SharedTag_BringsTogetherWhatSharesNoWord()
    {
        using var posts = new PostFixture(
            Post("a", "One", "Alpha beta.", tags: "deferreds"),
            Post("b", "Two", "Gamma delta.", tags: "deferreds"),
            Post("c", "Three", "Epsilon zeta.", tags: "pelican"));
        Similar(posts, "a").ShouldBe("b");
    }

    [Fact]
    public void Similar_WordOfNoOtherPost_IsNotLookedFor()
    {
        using var posts = new PostFixture(Post("a", "Unheard", "Xyzzy."), Post("b", "Geese", "They fly south."));
        Similar(posts, "a").ShouldBe("");
        Similar(posts, "no such post").ShouldBe("");
    }

    [Fact]
    public void Similar_WithoutText_IsEmpty()
    {
        using var posts = new PostFixture(Post("a", "…", ""), Post("b", "Geese", "They fly south."));
        Similar(posts, "a").ShouldBe("");
    }

    private static string Similar(PostFixture posts, string id) =>
        string.Join(' ', posts.Searcher.Similar(id, 10, TestContext.Current.CancellationToken).Select(static hit => hit.Id));
}
