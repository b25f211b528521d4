namespace SearchPlanet.Posts.Tests;

public sealed class PostIdentityTests
{
    private static readonly DateTimeOffset Day = new(2025, 12, 1, 18, 0, 0, TimeSpan.Zero);

    private static readonly string First = Words(1, 200);

    private static readonly string Second = Words(2, 200);

    private static readonly string Original = Words(1, 300) + " " + Words(2, 100);

    private static readonly string Revision = Words(1, 300) + " " + Words(3, 100);

    [Fact]
    public void Compare_OneTextInTwoMarkups_IsTheSame() =>
        Compare(Post("Title", $"<p>{First}</p>"), Post("Title", First)).ShouldBe(PostLikeness.Same);

    [Fact]
    public void Compare_ExcerptAndWhole_AreNear() =>
        Compare(Post("Title", First[..400] + " …"), Post("Ada: Title", First + " " + Second)).ShouldBe(PostLikeness.Near);

    [Fact]
    public void Compare_SharedPassagesUnderLikeTitles_AreARevision() =>
        Compare(Post("Safe database migrations", Revision), Post("Safe migrations without errors", Original)).ShouldBe(PostLikeness.Revised);

    [Fact]
    public void Compare_SharedPassagesUnderUnlikeTitles_AreDifferent() =>
        Compare(Post("Safe database migrations", Revision), Post("A job in Berlin", Original)).ShouldBe(PostLikeness.Different);

    [Fact]
    public void Compare_ShortTextsInOneFrame_AreDifferent() =>
        Compare(Post("Closing words of the conference", Words(1, 60) + " " + Words(2, 20)), Post("Opening words of the conference", Words(1, 60) + " " + Words(3, 20)))
            .ShouldBe(PostLikeness.Different);

    [Fact]
    public void Compare_CorrectedTextUnderAnotherTitle_IsARevision() =>
        Compare(Post("My favourite tool is git", Words(1, 400)), Post("My favorite tool", Words(1, 390) + " " + Words(4, 30))).ShouldBe(PostLikeness.Revised);

    [Theory]
    [InlineData("Job opening: .NET developer", "Job opening: Java developer", 7, PostLikeness.Different)]
    [InlineData("Job opening: .NET developer", "Job opening: Java developer with Spring", 0, PostLikeness.Revised)]
    [InlineData("Job opening: .NET developer in Berlin", "Job opening: .NET developer", 7, PostLikeness.Revised)]
    public void Compare_TitlesOfOtherWords_TellAVersionOnlyAtOnce(string title, string other, int days, PostLikeness expected) =>
        Compare(Post(title, Words(1, 400) + " " + Words(2, 50)), Post(other, Words(1, 400) + " " + Words(3, 50), Day.AddDays(-days))).ShouldBe(expected);

    [Fact]
    public void Compare_TitlesOfOtherWordsOnOneDay_TellNothingWithoutTheHour()
    {
        var day = new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero);
        Compare(Post("Job opening: .NET developer", Words(1, 400) + " " + Words(2, 50), day), Post("Job opening: Java developer", Words(1, 400) + " " + Words(3, 50), day))
            .ShouldBe(PostLikeness.Different);
    }

    [Theory]
    [InlineData("A panel of five", PostLikeness.Different)]
    [InlineData("Using Sphinx extensions", PostLikeness.Revised)]
    public void Compare_NearlyOneText_NeedsAWordInCommon(string other, PostLikeness expected) =>
        Compare(Post("Customizing Sphinx", Words(1, 400)), Post(other, Words(1, 395) + " " + Words(4, 20))).ShouldBe(expected);

    [Theory]
    [InlineData("Parsing dates, part one", "Parsing dates, part two")]
    [InlineData("Notes on parsing dates II", "Notes on parsing dates I")]
    [InlineData("Monday parsing sessions", "Tuesday parsing sessions")]
    [InlineData("Parsing dates 3.1 released", "Parsing dates 3.0 released")]
    [InlineData("Parsing dates (2)", "Parsing dates")]
    [InlineData("Thursday's parsing sessions", "Friday parsing sessions")]
    [InlineData("Parsing dates 3.0.0 (final)", "Parsing dates 3.0.0 release candidate 3")]
    public void Compare_NumberedTitles_AreInstalments(string title, string other) =>
        Compare(Post(title, Revision), Post(other, Original)).ShouldBe(PostLikeness.Different);

    [Fact]
    public void Compare_SharedPassagesMonthsApart_AreDifferent() =>
        Compare(Post("Safe database migrations", Revision), Post("Safe migrations without errors", Original, Day.AddDays(-90))).ShouldBe(PostLikeness.Different);

    [Fact]
    public void Compare_InstalmentsOfASeries_AreDifferent() =>
        Compare(Post("Weekly notes, 12 March", First + " " + Second), Post("Weekly notes, 5 March", First + " " + Words(3, 200))).ShouldBe(PostLikeness.Different);

    [Fact]
    public void Compare_OneTitleOfTwoAuthors_AreDifferent() =>
        Compare(Post("Title", First), Post("Title", First) with { Authors = ["Bob"], Source = Blog("bob.example") }).ShouldBe(PostLikeness.Different);

    [Fact]
    public void Compare_BlogThatThePlanetNamesAsAuthor_IsTheSame() =>
        Compare(Post("Title", First) with { Authors = ["The Blog"], Source = Blog("") }, Post("Title", First) with { Source = Blog("blog.example") with { Title = "The Blog" } })
            .ShouldBe(PostLikeness.Same);

    [Fact]
    public void Compare_WhatANewsletterSaysOfAnArticle_IsNotTheArticle() =>
        Compare(Post("Title", First) with { PartOf = "letter" }, Post("Title", First)).ShouldBe(PostLikeness.Different);

    [Fact]
    public void Compare_TitleAloneInCommon_IsNotEnough() =>
        Compare(Post("Links", First), Post("Links", Second)).ShouldBe(PostLikeness.Different);

    [Fact]
    public void NewId_SameLinkInOtherSpelling_IsTheSame()
    {
        var one = Post("A", First) with { Url = "https://www.blog.example/a/?utm_source=x" };
        var other = Post("B", Second) with { Url = "http://blog.example/a" };

        Id(one).ShouldBe(Id(other));
        Id(one).ShouldMatch("^[0-9a-f]{16}$");
        PostIdentity.NewId(one, PostIdentity.KeysOf(one), attempt: 1).ShouldNotBe(Id(one));

        static string Id(IncomingPost post) => PostIdentity.NewId(post, PostIdentity.KeysOf(post), attempt: 0);
    }

    private static PostLikeness Compare(IncomingPost incoming, IncomingPost existing) => PostIdentity.Compare(
        incoming, TextFingerprint.Of(incoming.Text!), PostMerge.Create(existing, "id", Day.AddYears(1)), TextFingerprint.Of(existing.Text!));

    private static IncomingPost Post(string title, string text, DateTimeOffset? published = null) => new()
    {
        Title = title,
        Text = text,
        Authors = ["Ada"],
        Published = published ?? Day,
        Source = Blog("blog.example"),
    };

    private static PostSource Blog(string id) => new(id, id, null, null, null, null);

    private static string Words(int seed, int count)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => "word" + random.Next(500)));
    }
}
