using System.IO.Compression;
using System.Text;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Importers;
using SearchPlanet.Posts;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Importers;

public sealed class PostImporterTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private IArchive _archive = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _archive = ArchiveFactory.Open(new ArchiveOptions(), _folder.File("data"), TimeProvider.System);
        await _archive.MigrateAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _archive.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Import_JsonLines_CountsWhatBecameOfEach()
    {
        const string lines = """
            {"id":"one","url":"https://blog.example/1/","title":"One","author":"Ada, Example, Inc.","tags":["A Tag"],"published":"2025-01-02T03:04:05Z","source":"www.blog.example","kind":"link","html":"<p>1</p>"}
            {"title":"No body"}
            {"url":"https://blog.example/2/","title":"Two","text":"2","kind":"thing"}
            not json

            {"url":"http://www.blog.example/1?utm_source=x","title":"One","author":"Ada, Example, Inc.","source":"blog.example","planet":"django","html":"<p>1</p>"}
            {"url":"https://blog.example/3/","text":"3"}
            """;
        var plain = Write("posts.jsonl", lines);
        var packed = _folder.File("posts.jsonl.gz");
        await using (var gzip = new GZipStream(File.Create(packed), CompressionMode.Compress))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(lines), Cancelled);
        }

        var report = await ImportAsync(plain, packed);

        var (first, second) = (report.Files[0], report.Files[1]);
        (first.Kind, first.Read, first.New, first.Duplicates, first.Unchanged).ShouldBe((ImportKind.Jsonl, 6, 2, 1, 0));
        first.Refused.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["The post has neither html nor text."] = 1,
            ["There is no kind 'thing'."] = 1,
            ["the line is no JSON object of the form of a post"] = 1,
        });
        (second.Read, second.New, second.Unchanged).ShouldBe((6, 0, 3));
        var post = (await _archive.GetPostAsync("one", Cancelled)).ShouldNotBeNull();
        post.Authors.ShouldBe(["Ada", "Example, Inc."]);
        post.Sources.Select(s => (s.Id, s.Planet)).ShouldBe([("blog.example", null), ("blog.example", "django")]);
        post.Kind.ShouldBe(PostKind.Link);
    }

    [Fact]
    public async Task Import_Feed_GivesItsEntries()
    {
        var path = Write("feed.xml", """
            <rss version="2.0"><channel><title>Planet of Tests</title><link>https://planet.example/</link>
            <item><title>Ada: Lists: a story</title><link>https://ada.example/lists</link><guid>1</guid><author>ada@ada.example (Ada)</author>
            <description>&lt;p&gt;Whole.&lt;/p&gt;</description><pubDate>Wed, 03 Dec 2025 06:00:00 GMT</pubDate></item>
            <item><title>Django: what's new</title><link>https://bob.example/new</link><guid>2</guid><description>Only the beginning …</description></item>
            </channel></rss>
            """);

        var report = await new PostImporter(_archive).ImportAsync([path], new ImportOptions { Planet = "python" }, null, Cancelled);

        (report.Files[0].Kind, report.New).ShouldBe((ImportKind.Feed, 2));
        var lists = (await _archive.FindByUrlAsync("https://ada.example/lists", Cancelled)).ShouldNotBeNull();
        (lists.Title, lists.Authors[0], lists.Sources[0].Id, lists.Sources[0].Planet, lists.IsExcerpt)
            .ShouldBe(("Lists: a story", "Ada", "ada.example", "python", false));
        var news = (await _archive.FindByUrlAsync("https://bob.example/new", Cancelled)).ShouldNotBeNull();
        (news.Title, news.IsExcerpt, news.Published, news.DateConfidence).ShouldBe(("Django: what's new", true, null, DateConfidence.Unknown));
    }

    [Fact]
    public async Task Import_Folder_TakesWhatItKnowsAndFollowsNoLinks()
    {
        Write("in/a.txt", "Transcript: Talk\nhello there");
        Write("in/deep/b.srt", "1\n00:00:01,000 --> 00:00:02,000\nHi <i>all</i>\n");
        Write("in/notes.pdf", "not ours");
        Write("in/what.txt", "just some text\nthat says nothing of itself");
        Directory.CreateSymbolicLink(_folder.File("in/loop"), _folder.File("in"));
        Write("outside.txt", "Transcript: Elsewhere\nx");
        File.CreateSymbolicLink(_folder.File("in/link.txt"), _folder.File("outside.txt"));

        var report = await ImportAsync(_folder.File("in"));

        report.Files.Select(f => (Path.GetFileName(f.Path), f.Kind)).ShouldBe(
            [("a.txt", ImportKind.Transcript), ("b.srt", ImportKind.Transcript), ("what.txt", null)]);
        report.New.ShouldBe(2);
        report.Refused.ShouldHaveSingleItem().Value.ShouldBe(1);
    }

    [Fact]
    public async Task Import_GzipBomb_IsGivenUpAtALineThatDoesNotEnd()
    {
        var file = _folder.File("bomb.jsonl.gz");
        await File.WriteAllBytesAsync(file, WildAnswer.GzipBomb(megabytes: 512), Cancelled);

        var report = await ImportAsync(file);

        report.Refused.ShouldHaveSingleItem().Key.ShouldContain("longer than 32 MB");
    }

    [Fact]
    public async Task Import_MissingPath_SaysSoBeforeAnythingIsTaken() =>
        await Should.ThrowAsync<FileNotFoundException>(() => ImportAsync(Write("a.jsonl", "{}"), _folder.File("nowhere")));

    [Theory]
    [InlineData("000_1847c2431aedfc6f.txt", ImportKind.River, 12)]
    [InlineData("001_753621f208617996.txt", ImportKind.Excerpts, 25)]
    [InlineData("002_bbaca09fb235d835.txt", ImportKind.TagPage, 30)]
    [InlineData("003_7bbb197d10449e6f.txt", ImportKind.Transcript, 1)]
    [InlineData("004_d49ba2c3891a401d.txt", ImportKind.River, 16)]
    public async Task Import_Seed_GivesWhatAReaderCounts(string name, ImportKind kind, int posts)
    {
        var report = await ImportAsync(Seed(name));

        (report.Files[0].Kind, report.Read, report.New, report.Refused.Count).ShouldBe((kind, posts, posts, 0));
        (await ImportAsync(Seed(name))).Unchanged.ShouldBe(posts);
    }

    [Fact]
    public async Task Import_SeedRiver_KnowsPlanetsAuthorsDatesAndTheRevisedPair()
    {
        await ImportAsync(Seed("000_1847c2431aedfc6f.txt"));
        var posts = await PostsAsync();

        posts.GroupBy(p => p.Sources[0].Planet).ToDictionary(g => g.Key!, g => g.Count())
            .ShouldBe(new Dictionary<string, int> { ["python"] = 3, ["django"] = 3, ["twisted"] = 3, ["plone"] = 3 }, ignoreOrder: true);
        var basics = posts.Single(p => p.Title == "LLM Basics: Ollama Function Calling");
        (basics.Authors[0], basics.Published, basics.DateConfidence, basics.Url)
            .ShouldBe(("Caktus Consulting Group", new DateTimeOffset(2025, 12, 3, 16, 42, 0, TimeSpan.Zero), DateConfidence.Feed, null));
        var news = posts.Single(p => p.Title == "Django: what’s new in 6.0");
        news.Authors.ShouldBeEmpty();
        PostContentReader.Read(news).HasCode.ShouldBeTrue();
        var first = posts.Single(p => p.Title == "Safe Django migrations without server errors");
        posts.Single(p => p.Title == "Safe Django database migrations on Coolify").EarlierVersion.ShouldBe(first.Id);
        first.EarlierVersion.ShouldBeNull();
    }

    [Fact]
    public async Task Import_TwinOfASeedFromItsBlog_IsOnePostWithTwoSources()
    {
        await ImportAsync(Seed("000_1847c2431aedfc6f.txt"));
        var byPlanet = (await PostsAsync()).Single(p => p.Title == "LLM Basics: Ollama Function Calling");

        var result = (await _archive.UpsertAsync(
            [
                new IncomingPost
                {
                    Url = "https://blog.example/llm-basics/",
                    Title = byPlanet.Title,
                    Authors = ["A person of theirs"],
                    Html = $"<p>{byPlanet.Text}</p>",
                    Published = byPlanet.Published,
                    Source = new PostSource("blog.example", "Caktus Consulting Group", null, "7", null, "https://blog.example/feed"),
                },
            ],
            Cancelled))[0];

        (result.Kind, result.PostId).ShouldBe((UpsertKind.Duplicate, byPlanet.Id));
        (await _archive.GetPostAsync(byPlanet.Id, Cancelled))!.Sources.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Import_SeedTagPage_KnowsLinksAndPosts()
    {
        await ImportAsync(Seed("002_bbaca09fb235d835.txt"));
        var posts = await PostsAsync();

        posts.Where(p => p.Kind == PostKind.Post).Select(p => (p.Title, p.IsExcerpt)).ShouldBe(
        [
            ("Weeknotes: Three podcasts, two trips and a new plugin system", true),
            ("Themes from DjangoCon US 2024", true),
            ("DJP: A plugin system for Django", true),
            ("django-http-debug, a new Django app mostly written by Claude", false),
        ]);
        posts.ShouldAllBe(p => p.Tags.Count == 1 && p.Tags[0] == "django" && p.Published == null && p.Url == null);
        posts[0].Title.ShouldBe("If we had $1,000,000…");
        posts[^1].Title.ShouldBe("How to simulate a broken database connection for testing in Django");
        posts.ShouldContain(p => p.Title == "New Django {% querystring %} template tag");
        posts.ShouldContain(p => p.Title == "Django 4.2 released");
    }

    [Fact]
    public async Task Import_SeedsOfExcerptsAndNewsletters_SayWhatTheyAre()
    {
        await ImportAsync(Seed("001_753621f208617996.txt"), Seed("004_d49ba2c3891a401d.txt"));
        var posts = await PostsAsync();

        posts.Where(p => p.Kind == PostKind.Newsletter).Select(p => p.Title[..12]).ShouldBe(["Django News ", "Django News ", "Django News ", "Built with D"]);
        posts.Count(p => p.IsExcerpt && p.DateConfidence == DateConfidence.Unknown).ShouldBe(23);
        posts.ShouldAllBe(p => p.Sources[0].Planet == "django");
    }

    private static string Seed(string name)
    {
        var path = SharedFolder.Find(Path.Combine("seeds", name));
        if (path is null)
        {
            Assert.Skip("The folder of seeds is not beside the repository.");
        }

        return path;
    }

    private string Write(string name, string text)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<ImportReport> ImportAsync(params string[] paths) => new PostImporter(_archive).ImportAsync(paths, ImportOptions.Default, null, Cancelled);

    private async Task<List<Post>> PostsAsync()
    {
        var posts = new List<(long Sequence, Post Post)>();
        await foreach (var change in _archive.ReadChangesAsync(0, 1000, Cancelled))
        {
            posts.Add((change.Sequence, change.Post!));
        }

        return posts.ConvertAll(p => p.Post);
    }
}
