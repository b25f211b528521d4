namespace SearchPlanet.Feeds.Tests;

public sealed class FeedParserTests
{
    [Fact]
    public void Parse_Rss20_ChannelIsRead()
    {
        var result = WildFeed.Parse("rss20-everything.xml", "https://ferns.example/feed.xml");
        var feed = result.Feed;
        result.Format.ShouldBe(FeedFormat.Rss20);
        result.IsIllFormed.ShouldBeFalse();
        feed.Title.ShouldBe("Ferns & Frameworks");
        feed.Link.ShouldBe("https://ferns.example/");
        feed.Description.ShouldBe("Notes <em>on</em> Django");
        feed.Language.ShouldBe("en-gb");
        feed.Authors.ShouldBe([new FeedPerson("Ada Fern", "ada@ferns.example")]);
        feed.Updated.ShouldBe(new DateTimeOffset(2026, 2, 3, 10, 0, 0, TimeSpan.Zero));
        feed.Image.ShouldBe(new FeedImage("https://ferns.example/logo.png", "Logo", "https://ferns.example/"));
        feed.SelfLink.ShouldBe("https://ferns.example/feed.xml");
        feed.Hubs.ShouldBe(["https://hub.example/"]);
        feed.PreviousArchive.ShouldBe("https://ferns.example/archive/1.xml");
        feed.Schedule.TimeToLive.ShouldBe(TimeSpan.FromMinutes(90));
        feed.Schedule.UpdateInterval.ShouldBe(TimeSpan.FromHours(6));
        feed.Schedule.SkipHours.ShouldBe([1, 0]);
        feed.Schedule.SkipDays.ShouldBe([DayOfWeek.Sunday]);
    }

    [Fact]
    public void Parse_Rss20_ItemIsRead()
    {
        var item = WildFeed.Parse("rss20-everything.xml", "https://ferns.example/feed.xml").Feed.Items.ShouldHaveSingleItem();
        item.Title.ShouldBe("Why <select_related> is not a tag");
        item.Link.ShouldBe("https://proxy.example/~r/ferns/1");
        item.OriginalLink.ShouldBe("https://ferns.example/select-related/");
        item.Id.ShouldBe("ferns-1");
        item.Published.ShouldBe(new DateTimeOffset(2026, 2, 2, 8, 30, 0, TimeSpan.Zero));
        item.Authors.ShouldBe([new FeedPerson("Ada Fern", "ada@ferns.example")]);
        item.Categories.Select(category => category.Name).ShouldBe(["django", "orm"]);
        item.Summary.ShouldBe(new FeedText("A short &lt;summary&gt;.", IsHtml: true) with { IsHtml = item.Summary!.IsHtml });
        item.Content!.Value.ShouldBe("<p>See <a href=\"https://proxy.example/~r/joins/\">joins</a> &amp; <img src=\"https://proxy.example/a.png\"></p>");
        item.Source.ShouldBe(new FeedSource("Origin", FeedAddress: "https://origin.example/feed") with { Authors = item.Source!.Authors });
        item.Enclosures.ShouldBe([new FeedEnclosure("https://ferns.example/episode.mp3", "audio/mpeg", 1234)]);
        item.Duration.ShouldBe(new TimeSpan(1, 2, 3));
        item.Transcripts.ShouldBe([new FeedTranscript("https://ferns.example/episode.vtt", "text/vtt", "en", IsCaptions: true)]);
        item.Contributors.ShouldBe([new FeedPerson("Grace", Uri: "https://grace.example/", Role: "guest")]);
        item.Image.ShouldBe(new FeedImage("https://ferns.example/thumb.jpg"));
        item.Discussion.CommentCount.ShouldBe(7);
        item.Discussion.CommentsPage.ShouldBe("https://ferns.example/select-related/#comments");
        item.Discussion.CommentsFeed.ShouldBe("https://ferns.example/select-related/feed/");
    }

    [Fact]
    public void Parse_Atom10_EntryKnowsItsBlog()
    {
        var result = WildFeed.Parse("atom10-planet.xml");
        var entry = result.Feed.Items.ShouldHaveSingleItem();
        result.Format.ShouldBe(FeedFormat.Atom10);
        result.Feed.Title.ShouldBe("Planet Ferns");
        result.Feed.Link.ShouldBe("https://planet.example/");
        result.Feed.NextPage.ShouldBe("https://planet.example/atom-2.xml");
        result.Feed.IsComplete.ShouldBeTrue();
        entry.Title.ShouldBe("Using <slot> & friends");
        entry.Language.ShouldBe("de");
        entry.Authors.ShouldBe([new FeedPerson("Moss", "moss@moss.example", "https://planet.example/about")]);
        entry.Categories.ShouldHaveSingleItem().Name.ShouldBe("HTML");
        entry.Summary.ShouldBe(new FeedText("Plain <text>", IsHtml: false));
        entry.Content.ShouldBe(new FeedText("<p>An <em>empty</em> <a href=\"https://moss.example/slots/more\">slot</a><br />1 &lt; 2</p><p></p>", IsHtml: true));
        entry.Source!.Title.ShouldBe("Moss grows");
        entry.Source.Link.ShouldBe("https://moss.example/");
        entry.Source.FeedAddress.ShouldBe("https://moss.example/feed");
        entry.Enclosures.ShouldHaveSingleItem().LengthInBytes.ShouldBe(99);
        entry.Discussion.InReplyToId.ShouldBe("tag:fern.example,2025:9");
        entry.Discussion.CommentsFeed.ShouldBe("https://moss.example/slots/replies");
        entry.Discussion.CommentCount.ShouldBe(3);
    }

    [Fact]
    public void Parse_JsonFeed_IsRead()
    {
        var result = WildFeed.Parse("json11.json");
        result.Format.ShouldBe(FeedFormat.Json11);
        result.Feed.NextPage.ShouldBe("https://ferns.example/feed-2.json");
        result.Feed.Hubs.ShouldBe(["https://hub.example/"]);
        var first = result.Feed.Items[0];
        first.Id.ShouldBe("7");
        first.Title.ShouldBe("Seven <tags>");
        first.Link.ShouldBe("https://ferns.example/seven/");
        first.Content!.Value.ShouldBe("<a href=\"https://ferns.example/seven/x\">x</a>");
        first.Updated.ShouldBe(new DateTimeOffset(2026, 2, 1, 23, 0, 0, TimeSpan.Zero));
        first.Categories.Select(tag => tag.Term).ShouldBe(["a", "b"]);
        first.Enclosures.ShouldBe([new FeedEnclosure("https://ferns.example/seven.mp3", "audio/mpeg", 12)]);
        result.Feed.Items[1].Link.ShouldBe("https://elsewhere.example/");
        result.Feed.Items[1].Content.ShouldBe(new FeedText("1 < 2", IsHtml: false));
    }

    [Fact]
    public void Parse_TruncatedJsonFeed_KeepsWhatStandsBeforeTheCut()
    {
        var body = WildFeed.Bytes("json11.json");
        var result = FeedParser.Parse(body.AsMemory(0, body.Length - 40), FeedContext.None);
        result.IsFeed.ShouldBeTrue();
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == FeedDiagnosticCode.InvalidJson);
        result.Feed.Items.ShouldHaveSingleItem().Id.ShouldBe("7");
    }

    [Fact]
    public void Parse_HalfASurrogateInJson_KeepsTheRest() =>
        WildFeed.ParseText("{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"a\\ud83d b \\\\ud83d\",\"items\":[]}").Feed.Title.ShouldBe("a\uFFFD b \\ud83d");

    [Fact]
    public void Parse_BrokenRss_RecoversInOrder()
    {
        var result = WildFeed.Parse("broken.xml");
        result.Format.ShouldBe(FeedFormat.Rss092);
        result.IsIllFormed.ShouldBeTrue();
        result.Feed.Title.ShouldBe("Fish & Chips \u00A0 ©");
        result.Feed.Link.ShouldBe("http://chips.example/?a=1&b=2");
        result.Feed.Items.Select(item => item.Title).ShouldBe(["One", "Two", "Three"]);
        result.Feed.Items[0].Summary!.Value.ShouldBe("<p>Naked <br /> markup &amp; more</p>");
        result.Feed.Items[1].Link.ShouldBe("http://chips.example/2");
        result.Feed.Items[1].Id.ShouldBe("http://chips.example/2");
        result.Feed.Items[2].Summary!.Value.ShouldBe("cut <b>off");
        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(
            [FeedDiagnosticCode.JunkBeforeDocument, FeedDiagnosticCode.BareAmpersand, FeedDiagnosticCode.UndefinedEntity, FeedDiagnosticCode.UnclosedElement, FeedDiagnosticCode.MismatchedTag, FeedDiagnosticCode.Truncated],
            ignoreOrder: true);
    }

    [Fact]
    public void Parse_ChannelDefinition_IsRead()
    {
        var result = WildFeed.Parse("cdf.xml");
        result.Format.ShouldBe(FeedFormat.Cdf);
        result.Feed.Link.ShouldBe("http://cdf.example/");
        result.Feed.Description.ShouldBe("Ancient");
        result.Feed.Updated.ShouldBe(new DateTimeOffset(1998, 11, 5, 22, 12, 0, TimeSpan.Zero));
        var item = result.Feed.Items.ShouldHaveSingleItem();
        item.Link.ShouldBe("http://cdf.example/news.html");
        item.Summary!.Value.ShouldBe("Fresh");
    }

    [Fact]
    public void Parse_Rdf_ItemsBesideTheChannelAreRead()
    {
        var result = WildFeed.Parse("rss10.rdf");
        result.Format.ShouldBe(FeedFormat.Rss10);
        result.Feed.Language.ShouldBe("fr");
        result.Feed.Image!.Address.ShouldBe("http://rdf.example/pic.png");
        var item = result.Feed.Items.ShouldHaveSingleItem();
        item.Id.ShouldBe("http://rdf.example/1");
        item.Published.ShouldBe(new DateTimeOffset(2004, 5, 6, 0, 0, 0, TimeSpan.Zero));
        item.Updated.ShouldBe(item.Published);
        item.Authors.ShouldBe([new FeedPerson("Jean")]);
    }

    [Fact]
    public void Parse_HtmlPage_IsToldAsOne()
    {
        var result = WildFeed.ParseText("<!DOCTYPE html><html><head><title>Blog</title></head><body><p>No feed</p></body></html>");
        result.IsFeed.ShouldBeFalse();
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == FeedDiagnosticCode.IsHtmlPage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    public void Parse_Nothing_IsEmpty(string text) =>
        WildFeed.ParseText(text).Diagnostics.ShouldContain(diagnostic => diagnostic.Code == FeedDiagnosticCode.Empty);

    [Fact]
    public void Parse_ProblemDetails_IsNoFeed() =>
        WildFeed.ParseText("{\"title\":\"Not Found\",\"status\":404}").IsFeed.ShouldBeFalse();

    [Theory]
    [InlineData("<title>AT&amp;T</title>", "AT&T")]
    [InlineData("<title>AT&amp;amp;T</title>", "AT&T")]
    [InlineData("<title><![CDATA[<b>Bold</b> &amp; plain]]></title>", "Bold & plain")]
    [InlineData("<title>List&lt;int&gt; in C#</title>", "List<int> in C#")]
    [InlineData("<title>Use &amp;lt;b&amp;gt; sparingly</title>", "Use <b> sparingly")]
    [InlineData("<title>don&#146;t</title>", "don’t")]
    [InlineData("<title>caf\u00C3\u00A9</title>", "café")]
    [InlineData("<title>two\n   lines</title>", "two lines")]
    [InlineData("<title>it&apos;s &#x1F600; &hellip;</title>", "it's \U0001F600 …")]
    public void Parse_RssTitle_IsPlainTextOnce(string element, string expected) => WildFeed.Item(element).Title.ShouldBe(expected);

    [Theory]
    [InlineData("<title>&lt;b&gt;not bold&lt;/b&gt;</title>", "<b>not bold</b>")]
    [InlineData("<title type=\"html\">&lt;b&gt;bold&lt;/b&gt; &amp;amp;</title>", "bold &")]
    [InlineData("<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">1 &lt; <b>2</b></div></title>", "1 < 2")]
    [InlineData("<title mode=\"base64\" type=\"text/html\">PGI+Ym9sZDwvYj4=</title>", "bold")]
    public void Parse_AtomTitle_FollowsItsType(string element, string expected) => WildFeed.Entry(element).Title.ShouldBe(expected);

    [Fact]
    public void Parse_PermalinkGuid_IsTheLink()
    {
        WildFeed.Item("<guid>http://a.example/1</guid>").Link.ShouldBe("http://a.example/1");
        WildFeed.Item("<guid isPermaLink=\"false\">http://a.example/1</guid>").Link.ShouldBeNull();
        WildFeed.Item("<guid>12345</guid>", "http://a.example/feed").Link.ShouldBeNull();
        WildFeed.Item("<guid>http://a.example/1</guid><link>http://a.example/one</link>").Link.ShouldBe("http://a.example/one");
    }

    [Fact]
    public void Parse_DescriptionAndEncoded_AreSummaryAndContent()
    {
        var item = WildFeed.Item("<content:encoded>long</content:encoded><description>short</description>");
        item.Summary!.Value.ShouldBe("short");
        item.Content!.Value.ShouldBe("long");
    }

    [Fact]
    public void Parse_UndeclaredPrefix_IsTakenByItsName()
    {
        var result = WildFeed.ParseText("<rss version=\"2.0\"><channel><item><dc:creator>Ada</dc:creator></item></channel></rss>");
        result.Feed.Items[0].Authors.ShouldBe([new FeedPerson("Ada")]);
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == FeedDiagnosticCode.UndeclaredPrefix);
    }

    [Fact]
    public void Parse_ForeignElementOfTheSameName_IsLeftAlone() => WildFeed
        .Item("<m:description xmlns:m=\"http://mine.example/\">foreign</m:description><description>own</description><m:title xmlns:m=\"http://mine.example/\">no</m:title>")
        .ShouldSatisfyAllConditions(
            item => item.Summary!.Value.ShouldBe("own"),
            item => item.Content.ShouldBeNull(),
            item => item.Title.ShouldBeNull());

    [Fact]
    public void Parse_TitleInAnImage_IsNotTheItems() =>
        WildFeed.Item("<image><title>Picture</title><url>http://a.example/p.png</url></image><title>Post</title>").Title.ShouldBe("Post");

    [Fact]
    public void Parse_RelativeLinkWithoutAddress_IsResolvedByTheChannels() =>
        WildFeed.ParseText("<rss version=\"2.0\"><channel><link>http://a.example/</link><item><link>/post</link></item></channel></rss>")
            .Feed.Items[0].Link.ShouldBe("http://a.example/post");

    [Fact]
    public void Parse_ContentLocation_IsTheBaseUnlessUnsafe()
    {
        const string text = "<rss version=\"2.0\"><channel><link>x</link></channel></rss>";
        FeedContext context = new() { Url = new Uri("http://a.example/feed"), Headers = new Dictionary<string, string> { ["content-location"] = "/deep/feed.xml" } };
        FeedParser.Parse(System.Text.Encoding.UTF8.GetBytes(text), context).Feed.Link.ShouldBe("http://a.example/deep/x");
        context = context with { Headers = new Dictionary<string, string> { ["content-location"] = "javascript:alert(1)" } };
        FeedParser.Parse(System.Text.Encoding.UTF8.GetBytes(text), context).Feed.Link.ShouldBe("http://a.example/x");
    }

    [Fact]
    public void Parse_CategoryWithLabel_IsCalledByItUnlessTheTermHasAScheme()
    {
        var item = WildFeed.Entry("<category term=\"py-3\" label=\"Python 3\"/><category term=\"orm\" scheme=\"http://a.example/tags\" label=\"Object mapping\"/>");
        item.Categories.Select(category => category.Name).ShouldBe(["Python 3", "orm"]);
    }

    [Fact]
    public void Parse_JsonItemWhoseIdCannotBeText_IsDiscarded()
    {
        const string text = """{"version":"https://jsonfeed.org/version/1.1","items":[{"id":{"a":1},"title":"no"},{"id":[1],"title":"no"},{"id":7,"title":"seven"},{"title":"without"}]}""";
        WildFeed.ParseText(text).Feed.Items.Select(item => item.Title).ShouldBe(["seven", "without"]);
    }

    [Theory]
    [InlineData("<id>https://a.example/1</id>", "https://a.example/1")]
    [InlineData("<id>https://a.example/1</id><link href=\"https://a.example/one\"/>", "https://a.example/one")]
    [InlineData("<id>https://a.example/1</id><link rel=\"enclosure\" href=\"https://a.example/one.mp3\"/>", "https://a.example/1")]
    [InlineData("<id>tag:a.example,2026:1</id>", null)]
    public void Parse_AtomEntryWithoutLink_IsAtItsIdWhenThatIsAnAddress(string elements, string? expected) =>
        WildFeed.Entry(elements).Link.ShouldBe(expected);

    [Theory]
    [InlineData("ada@a.example (Ada Fern")]
    [InlineData("ada@a.example Ada Fern)")]
    [InlineData("(Ada Fern) ada@a.example")]
    [InlineData("Ada Fern [ada@a.example]")]
    public void Parse_AuthorInBrackets_HasItsName(string author) =>
        WildFeed.Item($"<author>{author}</author>").Authors.ShouldBe([new FeedPerson("Ada Fern", "ada@a.example")]);

    [Fact]
    public void Parse_ManagingEditorOfAnItem_IsItsAuthor() =>
        WildFeed.Item("<managingEditor>Ada Fern</managingEditor>").Authors.ShouldBe([new FeedPerson("Ada Fern")]);

    [Theory]
    [InlineData("<author>ada@a.example</author>", "Ada Fern", "ada@a.example")]
    [InlineData("<author>Grace</author>", "Grace", null)]
    public void Parse_AuthorWithoutName_IsNamedByThePodcasts(string author, string name, string? email) => WildFeed
        .ParseText($"<rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel><item>{author}<itunes:author>Ada Fern</itunes:author></item></channel></rss>")
        .Feed.Items.ShouldHaveSingleItem().Authors.ShouldBe([new FeedPerson(name, email)]);

    [Fact]
    public void Parse_MarkupThatIsCalledBase64_IsMarkup() =>
        WildFeed.Entry("<content type=\"application/octet-stream\"><p>Not <b>encoded</b></p></content>").Content!.Value.ShouldBe("<p>Not <b>encoded</b></p>");

    [Theory]
    [InlineData("salt &amp pepper", "salt & pepper")]
    [InlineData("1 &lt 2", "1 < 2")]
    [InlineData("fish&amp", "fish&")]
    [InlineData("?a=1&amp=2", "?a=1&amp=2")]
    [InlineData("?a=1&lte 2", "?a=1&lte 2")]
    public void Parse_ReferenceWithoutItsSemicolon_IsReadBeforeABlank(string title, string expected) =>
        WildFeed.Item($"<title>{title}</title>").Title.ShouldBe(expected);

    [Fact]
    public void Parse_DescriptionOfMediaAlone_IsTheFeeds() => WildFeed
        .ParseText("<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><media:description>Films on ferns</media:description></channel></rss>")
        .Feed.Description.ShouldBe("Films on ferns");

    [Fact]
    public void Parse_RdfItemWithoutLink_IsAtWhatItIsAbout() => WildFeed
        .ParseText("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><item rdf:about=\"https://a.example/1\"><title>One</title></item></rdf:RDF>")
        .Feed.Items.ShouldHaveSingleItem().Link.ShouldBe("https://a.example/1");

    [Theory]
    [InlineData("", "Ada Fern", "ada@a.example")]
    [InlineData("<webMaster>root@a.example</webMaster>", null, "root@a.example")]
    public void Parse_PodcastWithoutAuthor_IsItsOwners(string others, string? name, string? email) => WildFeed
        .ParseText($"<rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel>{others}<itunes:owner><itunes:name>Ada Fern</itunes:name><itunes:email>ada@a.example</itunes:email></itunes:owner></channel></rss>")
        .Feed.Authors.ShouldBe([new FeedPerson(name, email)]);
}
