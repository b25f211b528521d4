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

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // A machine that is busy with other tests may take its time.
    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["SearchPlanet__Search__TimeoutMs"] = "20000",
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
        var phases = await WatchAsync(site, static (status, _) => status.ShouldBe(HttpStatusCode.OK));

        phases.ShouldBe(["Rebuilding", "Following"], site.Log);
        site.Log.ShouldNotContain("ERR");
        await site.StopAsync(Cancelled);
        (await StateAsync(data)).ShouldBe("ready");
        (await SearchPlanetProgram.RunAsync(data.FullPath, ["index", "check"], Cancelled)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task IndexOfAnEarlierSchema_StopInTheMiddle_LosesNothingOfIt()
    {
        using var data = new TemporaryFolder();
        archived.CopyTo(data);
        await WriteEarlierIndexAsync(data);

        await using (var site = await Site.StartAsync(data.FullPath, s_settings, Cancelled))
        {
            await site.KillAsync(Cancelled);
        }

        (await StateAsync(data)).ShouldBe("earlier");
        await using (var site = await Site.StartAsync(data.FullPath, s_settings, Cancelled))
        {
            await site.StopAsync(Cancelled);
        }

        (await StateAsync(data)).ShouldBe("earlier");
        await using var last = await Site.StartAsync(data.FullPath, s_settings, Cancelled);
        await WatchAsync(last, static (status, _) => status.ShouldBe(HttpStatusCode.OK));
    }

    [Fact]
    public async Task IndexThatCannotBeRead_IsMadeAnew_AndNotReadyBefore()
    {
        using var data = new TemporaryFolder();
        archived.CopyTo(data);
        WriteForeignIndex(data.File("index")).Dispose();

        await using var site = await Site.StartUnreadyAsync(data.FullPath, s_settings, Cancelled);
        await WatchAsync(site, ReadyMeansWhole);

        site.Log.ShouldContain("of another version of the program, and this one cannot read it");
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
            await site.UntilAsync(
                () => Task.FromResult(site.Log.Contains("The index that another process writes cannot be read", StringComparison.Ordinal)), s_patience, "word of it", Cancelled);

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
        using var data = new TemporaryFolder();
        archived.CopyTo(data);

        await using (var site = await Site.StartUnreadyAsync(data.FullPath, s_settings, Cancelled))
        {
            await site.UntilAsync(async () => (await ReadyAsync(site)).Posts > 0, s_patience, "the first posts", Cancelled);
            (await site.StopAsync(Cancelled)).ShouldBe(0, site.Log);
        }

        (await StateAsync(data)).ShouldBe("partial");

        await using var again = await Site.StartUnreadyAsync(data.FullPath, s_settings, Cancelled);
        await WatchAsync(again, ReadyMeansWhole);
        again.Log.ShouldContain("The index holds a part of the archive; going on from sequence");
    }

    private static void ReadyMeansWhole(HttpStatusCode status, int posts) => (status != HttpStatusCode.OK || posts == Posts).ShouldBeTrue($"{status} with {posts} posts");

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
    /// <returns>The indexer's phases, in order.</returns>
    private static async Task<IReadOnlyList<string>> WatchAsync(Site site, Action<HttpStatusCode, int> check)
    {
        var phases = new List<string>();
        await site.UntilAsync(LookAsync, s_patience, "the index made anew", Cancelled);
        return phases;

        async Task<bool> LookAsync()
        {
            var (status, posts, phase) = await ReadyAsync(site);
            check(status, posts);
            if (phases.LastOrDefault() != phase)
            {
                phases.Add(phase);
            }

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
