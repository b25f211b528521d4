using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

public sealed class EntryKindTests
{
    private static readonly FeedItem _entry = new() { Link = "https://granary.example/1" };

    [Theory]
    [InlineData("tinyqueue 2.1 released", PostKind.Release)]
    [InlineData("Python 3.14.0rc2 is now available", PostKind.Release)]
    [InlineData("Released: pytest 9.0.1", PostKind.Release)]
    [InlineData("What I like about Python 3.14", PostKind.Post)]
    [InlineData("pytest 9 has subtests", PostKind.Post)]
    [InlineData("Upgrading a 300-model project to Django 6.0", PostKind.Post)]
    public void Of_Title_TellsReleases(string title, PostKind kind) => Of(_entry, title, "<p>Words.</p>").ShouldBe(kind);

    [Fact]
    public void Of_EntryAboutAPageElsewhere_IsALink() =>
        Of(_entry with { ExternalLink = "https://peps.python.org/pep-0703/" }, "PEP 703", "<p>Worth reading.</p>").ShouldBe(PostKind.Link);

    [Fact]
    public void Of_LongEntryAboutAPageElsewhere_IsAPost() =>
        Of(_entry with { ExternalLink = "https://peps.python.org/pep-0703/" }, "PEP 703", $"<p>{string.Join(' ', Enumerable.Repeat("word", 400))}</p>").ShouldBe(PostKind.Post);

    [Fact]
    public void Of_BodyThatIsAlmostAllQuotation_IsAQuote() =>
        Of(_entry, "On silos", "<blockquote><p>An index is a promise to do extra work on each write.</p></blockquote><p>Ada Corn</p>").ShouldBe(PostKind.Quote);

    [Fact]
    public void Of_BodyWithAQuotation_IsAPost() =>
        Of(_entry, "On silos", "<p>She said, at the end of a long day among many others:</p><blockquote>Full.</blockquote><p>And she was right about it.</p>").ShouldBe(PostKind.Post);

    [Fact]
    public void Of_ListOfLinksInAFeedOfThatName_IsANewsletter()
    {
        var links = string.Concat(Enumerable.Range(0, 5).Select(i => $"<li><a href=\"https://blog{i}.example/\">Post {i}</a>: good.</li>"));

        EntryKind.Of(new Feed { Title = "Grain Weekly" }, _entry, "Issue 12", $"<ul>{links}</ul>").ShouldBe(PostKind.Newsletter);
        EntryKind.Of(new Feed { Title = "Ada's blog" }, _entry, "My week", $"<ul>{links}</ul>").ShouldBe(PostKind.Post);
    }

    [Fact]
    public void Of_EntryWithATranscriptFile_IsATranscript() =>
        Of(_entry with { Transcripts = [new FeedTranscript("https://granary.example/1.vtt", "text/vtt", null, IsCaptions: true)] }, "Episode 1", "<p>Notes</p>").ShouldBe(PostKind.Transcript);

    private static PostKind Of(FeedItem item, string title, string html) => EntryKind.Of(new Feed(), item, title, html);
}
