using SearchPlanet.Ingestion.Importers;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Tests.Importers;

public sealed class TextReadersTests
{
    [Fact]
    public void River_DaysPlanetsAndStamps_MakePosts()
    {
        var posts = RiverReader.Read(
            """
            03 Dec 2025

            feedPlanet Python

            Ada: Sets: a story

            First paragraph.

            def half(n):
                return n // 2

            03 Dec 2025 4:42pm GMT

            feedDjango community aggregator

            Django: a real title
            It was on
            02 Dec 2025
            that it began …
            03 Dec 2025 12:05am GMT
            01 Dec 2025
            Planet Plone
            Bob: Left open
            The page ends here.
            """,
            ImportOptions.Default);

        posts.Select(p => (p.Title, p.Authors.SingleOrDefault(), p.Source.Planet, p.Published!.Value.ToString("u"), p.IsExcerpt)).ShouldBe(
        [
            ("Sets: a story", "Ada", "python", "2025-12-03 16:42:00Z", false),
            ("Django: a real title", null, "django", "2025-12-03 00:05:00Z", true),
            ("Left open", "Bob", "plone", "2025-12-01 00:00:00Z", false),
        ]);
        posts[0].Text.ShouldBe("First paragraph.\n\n```\ndef half(n):\n    return n // 2\n```");
        posts[1].Text.ShouldBe("It was on\n\n02 Dec 2025\n\nthat it began …");
    }

    [Fact]
    public void Excerpts_SeparatorsAtLineEnds_PartEntries()
    {
        var posts = ExcerptsReader.Read("Django community: RSS\nThis page aggregates.\n-\nOne\nA beginning … -\nTwo - with a dash\nWhole\ntext. -\nThree\nLast …", ImportOptions.Default);

        posts.Select(p => (p.Title, p.Text, p.IsExcerpt, p.Source.Planet)).ShouldBe(
        [
            ("One", "A beginning …", true, "django"),
            ("Two - with a dash", "Whole\n\ntext.", false, "django"),
            ("Three", "Last …", true, "django"),
        ]);
    }

    [Fact]
    public void TagPage_FormsOfItems_ArePartedAtTheirBeginnings()
    {
        var posts = TagPageReader.Read(
            """
            12 items tagged “sql”
            The query language.
            2024
            Window functions. A tour of them, with examples.
            It goes on. And on.
            Notes of a long week
            It began with an index. It ended without.
            [... 693 words]Locks explained (via) By somebody who had to.
            2023
            Is it fast?
            (via)
            It depends.
            """,
            new ImportOptions { Source = "blog.example" });

        posts.Select(p => (p.Title, p.Kind, p.IsExcerpt, p.Text)).ShouldBe(
        [
            ("Window functions", PostKind.Link, false, "A tour of them, with examples.\n\nIt goes on. And on."),
            ("Notes of a long week", PostKind.Post, true, "It began with an index. It ended without."),
            ("Locks explained", PostKind.Link, false, "By somebody who had to."),
            ("Is it fast?", PostKind.Link, false, "It depends."),
        ]);
        posts.ShouldAllBe(p => p.Tags[0] == "sql" && p.Source.Id == "blog.example");
    }

    [Fact]
    public void Transcript_WebVtt_BecomesTimedLines()
    {
        var post = TranscriptReader.Read(
            "WEBVTT\n\nNOTE a remark\n\nintro\n00:01.500 --> 00:03.000 align:start\n<v Ada>Hello &amp; <c.loud>welcome</c>\nto it.\n\n01:00:00.000 --> 01:00:01.000\nBye.\n",
            "Episode 7",
            ImportOptions.Default);

        (post.Title, post.Kind, post.Text).ShouldBe(("Episode 7", PostKind.Transcript, "00:00:01 Ada: Hello & welcome to it.\n\n01:00:00 Bye."));
    }

    [Theory]
    [InlineData("a.jsonl.gz", "", ImportKind.Jsonl)]
    [InlineData("a.opml", "", ImportKind.Opml)]
    [InlineData("a.xml", "<?xml version='1.0'?><opml version='2.0'/>", ImportKind.Opml)]
    [InlineData("a.atom", "<feed/>", ImportKind.Feed)]
    [InlineData("a.txt", "03 Dec 2025\nfeedPlanet", ImportKind.River)]
    [InlineData("a.txt", "1,561 items tagged \"django\"\n", ImportKind.TagPage)]
    [InlineData("a.txt", "\nTranscript: A talk", ImportKind.Transcript)]
    [InlineData("a.txt", "00:00:01 One\n\n00:00:03 Two", ImportKind.Transcript)]
    [InlineData("a.txt", "Community\nAbout it\n-\nTitle", ImportKind.Excerpts)]
    [InlineData("a.txt", "Some notes", null)]
    [InlineData("a.bin", "\u0001\u0002", null)]
    public void Detect_NameAndBeginning_TellTheKind(string name, string head, ImportKind? expected) =>
        ImportKinds.Detect(name, System.Text.Encoding.UTF8.GetBytes(head)).ShouldBe(expected);
}
