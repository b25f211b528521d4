using System.Net;
using System.Text.Json.Nodes;
using SearchPlanet.Archive;
using SearchPlanet.EndToEnd.Running;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Posts;
using SearchPlanet.Search.Tests.Schema;

namespace SearchPlanet.EndToEnd;

/// <summary>What a new version of the program does with what the old one left, or still holds.</summary>
public sealed class UpgradeTests(UpgradeTests.ArchivedPosts archived) : IClassFixture<UpgradeTests.ArchivedPosts>
{
    private const int Posts = 1000;
    private const int MaxAttempts = 10;

    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["SearchPlanet__Log__Console"] = "Information",
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IndexOfAnEarlierSchema_ServesFromTheStart_WhileItIsMadeAnew()
    {
        using var data = new TemporaryFolder();
        archived.CopyTo(data);
        await WriteEarlierIndexAsync(data);
        (await StateAsync(data)).ShouldBe("earlier");

        await using var site = await Site.StartAsync(data.FullPath, s_settings, Cancelled);
        await WatchAsync(site, static (status, _) => status.ShouldBe(HttpStatusCode.OK));

        await site.UntilLogHasAsync("it is made anew from the archive, and searched until then", Cancelled);
        site.Log.ShouldNotContain("ERR");
        await site.StopAsync(Cancelled);
        (await StateAsync(data)).ShouldBe("ready");
        (await SearchPlanetProgram.RunAsync(data.FullPath, ["index", "check"], Cancelled)).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task IndexOfAnEarlierSchema_EndInTheMiddle_LosesNothingOfIt(bool isKilled)
    {
        using var data = await CaughtAsync("earlier", async data =>
        {
            await WriteEarlierIndexAsync(data);
            await using var site = await Site.StartAsync(data.FullPath, s_settings, Cancelled);
            await (isKilled ? site.KillAsync(Cancelled) : site.StopAsync(Cancelled));
        });

        await using var again = await Site.StartAsync(data.FullPath, s_settings, Cancelled);
        await WatchAsync(again, static (status, _) => status.ShouldBe(HttpStatusCode.OK));
    }

    [Fact]
    public async Task IndexThatCannotBeRead_IsMadeAnew_AndNotReadyBefore()
    {
        using var data = new TemporaryFolder();
        archived.CopyTo(data);
        WriteForeignIndex(data.File("index")).Dispose();

        await using var site = await Site.StartUnreadyAsync(data.FullPath, s_settings, Cancelled);
        await WatchAsync(site, ReadyMeansWhole);

        await site.UntilLogHasAsync("of another version of the program, and this one cannot read it", Cancelled);
        site.Log.ShouldNotContain("ERR");
    }

    [Fact]
    public async Task IndexThatAnotherVersionWritesAndWeCannotRead_IsLeftAlone_UntilThatOneEnds()
    {
        using var data = new TemporaryFolder();
        archived.CopyTo(data);
        using (WriteForeignIndex(data.File("index")))
        {
            var before = Directory.GetFiles(data.File("index"));
            await using var site = await Site.StartUnreadyAsync(data.FullPath, s_settings, Cancelled);
            await site.UntilLogHasAsync("The index that another process writes cannot be read", Cancelled);

            (await ReadyAsync(site)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            await site.KillAsync(Cancelled);
            Directory.GetFiles(data.File("index")).ShouldBe(before, ignoreOrder: true);
            site.Log.ShouldNotContain("ERR");
        }

        await using var alone = await Site.StartAsync(data.FullPath, s_settings, Cancelled);
        (await alone.CountAsync("", Cancelled)).ShouldBe(Posts);
    }

    [Fact]
    public async Task StopInTheMiddleOfTheFirstReading_IsNotReadyBeforeItIsThrough()
    {
        using var data = await CaughtAsync("partial", async data =>
        {
            await using var site = await Site.StartUnreadyAsync(data.FullPath, s_settings, Cancelled);
            await site.UntilAsync(async () => (await ReadyAsync(site)).Posts > 0, "the first posts", Cancelled);
            (await site.StopAsync(Cancelled)).ShouldBe(0, site.Log);
        });

        await using var again = await Site.StartUnreadyAsync(data.FullPath, s_settings, Cancelled);
        await WatchAsync(again, ReadyMeansWhole);
        await again.UntilLogHasAsync("The index holds a part of the archive; going on from sequence", Cancelled);
    }

    private static void ReadyMeansWhole(HttpStatusCode status, int posts) => (status != HttpStatusCode.OK || posts == Posts).ShouldBeTrue($"{status} with {posts} posts");

    /// <summary>Tries over the archived posts until the work was ended in its middle: where the machine was busy elsewhere, it may have been through.</summary>
    /// <param name="state">What the index says of itself when it was caught.</param>
    private async Task<TemporaryFolder> CaughtAsync(string state, Func<TemporaryFolder, Task> tryAsync)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var data = new TemporaryFolder();
            archived.CopyTo(data);
            await tryAsync(data);
            var found = await StateAsync(data);
            if (found == state)
            {
                return data;
            }

            data.Dispose();
            found.ShouldBe("ready");
        }

        throw new InvalidOperationException($"{MaxAttempts} times the index was whole before it could be ended in the middle.");
    }

    private static async Task WriteEarlierIndexAsync(TemporaryFolder data)
    {
        await using var archive = ArchiveFactory.Open(new ArchiveOptions(), data.FullPath, TimeProvider.System);
        var posts = new List<Post>();
        await foreach (var change in archive.ReadChangesAsync(0, int.MaxValue, Cancelled))
        {
            posts.Add(change.Post!);
        }

        EarlierIndex.Write(new FileIndexDirectory(data.File("index")), posts, await archive.GetLastSequenceAsync(Cancelled));
    }

    /// <returns>Its writer, which holds the lock.</returns>
    private static IndexWriter WriteForeignIndex(string directory)
    {
        var writer = IndexWriter.Open(new FileIndexDirectory(directory), new IndexSchema(FieldType.Keyword("other")));
        writer.AddDocument(new Document().AddKeyword("other", "x"));
        writer.Commit();
        return writer;
    }

    /// <summary>Asks for readiness again and again until the archive is followed, searching whenever it is ready.</summary>
    private static Task<TimeSpan> WatchAsync(Site site, Action<HttpStatusCode, int> check)
    {
        return site.UntilAsync(LookAsync, "the index made anew", Cancelled);

        async Task<bool> LookAsync()
        {
            var (status, posts, phase) = await ReadyAsync(site);
            check(status, posts);
            if (status == HttpStatusCode.OK)
            {
                (await site.CountAsync("", Cancelled)).ShouldBe(Posts);
                (await site.CountAsync("marker77", Cancelled)).ShouldBe(1);
            }

            return phase == "Following";
        }
    }

    private static async Task<(HttpStatusCode Status, int Posts, string Phase)> ReadyAsync(Site site)
    {
        using var response = await site.Client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancelled);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!;
        return (response.StatusCode, answer["posts"]!.GetValue<int>(), answer["indexer"]!.GetValue<string>());
    }

    private static async Task<string> StateAsync(TemporaryFolder data)
    {
        var stats = await SearchPlanetProgram.RunAsync(data.FullPath, ["index", "stats", "--json"], Cancelled);
        stats.ExitCode.ShouldBe(0, stats.Errors);
        return JsonNode.Parse(stats.Output)!["state"]!.GetValue<string>();
    }

    /// <summary>An archive of posts without an index, taken in once for all tests.</summary>
    public sealed class ArchivedPosts : IAsyncLifetime
    {
        private readonly TemporaryFolder _data = new();

        public async ValueTask InitializeAsync() => await NumberedPosts.ImportAsync(_data.FullPath, 1, Posts, Cancelled);

        public ValueTask DisposeAsync()
        {
            _data.Dispose();
            return ValueTask.CompletedTask;
        }

        internal void CopyTo(TemporaryFolder data) => File.Copy(_data.File("archive.db"), data.File("archive.db"));
    }
}
