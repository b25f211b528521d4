using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SearchPlanet.EndToEnd.Running;
using SearchPlanet.Testing;

namespace SearchPlanet.EndToEnd.Cluster;

/// <summary>Several machines over one PostgreSQL: real processes that are killed.</summary>
public sealed class ClusterTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>
    /// Seconds after the last restart within which everything must be found everywhere: ten are promised, of a machine that has nothing else to do, so
    /// that only who measures on one holds it to them. Any other is slow, not wrong.
    /// </summary>
    private static double Recovery => double.Parse(Environment.GetEnvironmentVariable("SEARCHPLANET_CLUSTER_RECOVERY") ?? "Infinity", CultureInfo.InvariantCulture);

    /// <summary>Rounds of killing and starting; more for a longer look.</summary>
    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("SEARCHPLANET_CLUSTER_ROUNDS") ?? "6", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Kill_NodesAndDatabaseAtRandom_EveryPostIsInEveryIndexOnce()
    {
        await using var database = StartPostgres();
        var random = NewRandom();
        await using var blogs = await LoopbackBlogs.StartAsync(200, random, Cancelled);
        var archive = await database.CreateDatabaseAsync();
        await using var ingest1 = new ClusterNode("ingest1", Settings(blogs, archive, "ingest"));
        await using var ingest2 = new ClusterNode("ingest2", Settings(blogs, archive, "ingest"));
        await using var search1 = new ClusterNode("search1", Settings(blogs, archive, "search", "web"));
        await using var search2 = new ClusterNode("search2", Settings(blogs, archive, "search", "web"));
        ClusterNode[] nodes = [ingest1, ingest2, search1, search2];
        // All at once on an empty database: one of them makes the schema.
        await Task.WhenAll(nodes.Select(node => node.StartAsync(Cancelled)));
        await UntilAllFoundAsync([search1, search2], blogs);

        var reader = new ClusterReader([search1, search2]);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var reading = reader.RunAsync(over.Token);
        for (var round = 1; round <= Rounds; round++)
        {
            await PublishAsync(blogs, random.Next(2, 8));
            // Never both search nodes, as an operator would: somebody must answer.
            var victims = random.GetItems(nodes, 2).Distinct().Where((node, index) => index == 0 || node is not ({ Name: "search1" } or { Name: "search2" })).ToList();
            var takesDatabase = round == Rounds || random.Next(2) == 0;
            Log($"round {round}: {string.Join(", ", victims.Select(node => node.Name))}{(takesDatabase ? " and the database" : "")}");
            if (takesDatabase)
            {
                await database.KillAsync();
            }

            await Task.WhenAll(victims.Select(node => node.KillAsync(Cancelled)));
            await PublishAsync(blogs, random.Next(2, 20));
            // Half of them come back before the database does.
            var early = victims.Where(_ => random.Next(2) == 0).ToList();
            await Task.WhenAll(early.Select(node => node.StartAsync(Cancelled)));
            if (takesDatabase)
            {
                await database.StartAgainAsync();
            }

            await Task.WhenAll(victims.Except(early).Select(node => node.StartAsync(Cancelled)));
        }

        var took = await UntilAllFoundAsync([search1, search2], blogs);
        took.TotalSeconds.ShouldBeLessThan(Recovery);
        Log($"everything found {took.TotalSeconds:F1} s after the last restart; {reader.Answers} searches answered meanwhile");
        await over.CancelAsync();
        await reading;
        reader.Complaints.ShouldBeEmpty();
        reader.Answers.ShouldBeGreaterThan(0);
        var found = await PostsAsync(search1);
        (await PostsAsync(search2)).ShouldBe(found, ignoreOrder: true);
        await ShouldHoldOnceAsync(archive, found);
    }

    [Fact]
    public async Task Promote_StandbyOfTheArchive_LosesNothingAndGoesOnByItself()
    {
        await using var primary = StartPostgres();
        var random = NewRandom();
        await using var blogs = await LoopbackBlogs.StartAsync(40, random, Cancelled);
        var database = await primary.CreateDatabaseAsync();
        await using var standby = await primary.AddStandbyAsync();
        var archive = database.Replace(primary.Endpoint, $"{primary.Endpoint},{standby.Endpoint}", StringComparison.Ordinal);
        await using var ingest = new ClusterNode("ingest", Settings(blogs, archive, "ingest"));
        await using var search = new ClusterNode("search", Settings(blogs, archive, "search", "web"));
        await Task.WhenAll(ingest.StartAsync(Cancelled), search.StartAsync(Cancelled));
        await UntilAllFoundAsync([search], blogs);
        var reader = new ClusterReader([search]);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var reading = reader.RunAsync(over.Token);

        await PublishAsync(blogs, 20);
        var before = await PostsAsync(search);
        await primary.KillAsync();
        await PublishAsync(blogs, 10);
        await standby.PromoteAsync();
        await PublishAsync(blogs, 10);

        var took = await UntilAllFoundAsync([search], blogs);
        took.TotalSeconds.ShouldBeLessThan(Recovery);
        Log($"everything found {took.TotalSeconds:F1} s after the promotion; {reader.Answers} searches answered meanwhile");
        await over.CancelAsync();
        await reading;
        reader.Complaints.ShouldBeEmpty();
        var found = await PostsAsync(search);
        before.Except(found).ShouldBeEmpty();
        await ShouldHoldOnceAsync(archive, found);
    }

    [Fact]
    public async Task Promote_StandbyThatHadNotHeardAll_IndexThatHadIsMadeAnew_EvenWhenOvertaken()
    {
        await using var primary = StartPostgres();
        await using var blogs = await LoopbackBlogs.StartAsync(1, NewRandom(), Cancelled);
        using var importer = new TemporaryFolder();
        var database = await primary.CreateDatabaseAsync();
        await ImportAsync(1, 20, database);
        await using var standby = await primary.AddStandbyAsync(isSynchronous: false);
        var archive = database.Replace(primary.Endpoint, $"{primary.Endpoint},{standby.Endpoint}", StringComparison.Ordinal);
        await using var search = new ClusterNode("search", Settings(blogs, archive, "search", "web"));
        await search.StartAsync(Cancelled);

        await standby.KillAsync();
        await ImportAsync(21, 30, archive);
        await FindsAsync(30);
        // Stopping commits what it has read.
        (await search.Site!.StopAsync(Cancelled)).ShouldBe(0);
        await primary.KillAsync();
        await standby.StartAgainAsync();
        await standby.PromoteAsync();
        await ImportAsync(101, 150, archive);

        await search.StartAsync(Cancelled);
        await FindsAsync(70);
        (await search.Site!.CountAsync("marker25", Cancelled)).ShouldBe(0);
        (await search.Site.CountAsync("marker125", Cancelled)).ShouldBe(1);
        await search.Site.UntilLogHasAsync(
            "The index has read what is not in the archive, and is made anew: a standby took over or a backup was restored, which had sequence 20", Cancelled);
        await ShouldHoldOnceAsync(archive, await PostsAsync(search));

        Task ImportAsync(int from, int to, string connection) => NumberedPosts.ImportAsync(importer.FullPath, from, to, Cancelled, Settings(blogs, connection, "ingest"));

        Task FindsAsync(int count) =>
            search.Site!.UntilAsync(async () => await search.Site.CountAsync("", Cancelled) == count, $"{count} posts", Cancelled);
    }

    private static PostgresServer StartPostgres()
    {
        if (PostgresServer.Programs is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip("PostgreSQL is not installed.");
        }

        return new PostgresServer();
    }

    private static Random NewRandom()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SEARCHPLANET_CLUSTER_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        Log($"SEARCHPLANET_CLUSTER_SEED={seed}");
        return new Random(seed);
    }

    /// <summary>Intervals are those of a server of one's own; a lease outlives its worker by three seconds.</summary>
    private static Dictionary<string, string> Settings(LoopbackBlogs blogs, string archive, params string[] roles)
    {
        var settings = blogs.Settings();
        settings["SearchPlanet__Archive__Provider"] = "Postgres";
        settings["SearchPlanet__Archive__ConnectionString"] = archive;
        settings["SearchPlanet__Ingestion__MinInterval"] = "00:00:02";
        settings["SearchPlanet__Ingestion__MaxInterval"] = "00:00:02";
        settings["SearchPlanet__Ingestion__Lease"] = "00:00:03";
        settings["SearchPlanet__Ingestion__PollInterval"] = "00:00:00.250";
        settings["SearchPlanet__Ingestion__DomainPause"] = "00:00:00";
        settings["SearchPlanet__Ingestion__MaxStartsPerSecond"] = "1000";
        foreach (var (index, role) in roles.Index())
        {
            settings[$"SearchPlanet__Roles__{index}"] = role;
        }

        return settings;
    }

    private static async Task PublishAsync(LoopbackBlogs blogs, int posts)
    {
        for (var post = 0; post < posts; post++)
        {
            blogs.Publish();
            await Task.Delay(50, Cancelled);
        }
    }

    /// <summary>Waits until each node finds as many posts as there are.</summary>
    /// <returns>How long that took.</returns>
    private static async Task<TimeSpan> UntilAllFoundAsync(IEnumerable<ClusterNode> nodes, LoopbackBlogs blogs)
    {
        var clock = Stopwatch.StartNew();
        foreach (var node in nodes)
        {
            await node.Site!.UntilAsync(
                async () => await node.Site!.CountAsync("", Cancelled) >= blogs.Titles.Count, $"{node.Name}: {blogs.Titles.Count} posts", Cancelled);
            (await PostsAsync(node)).Select(post => post.Title).ShouldBe(blogs.Titles, ignoreOrder: true);
        }

        return clock.Elapsed;
    }

    private static async Task<List<(string Id, string Title)>> PostsAsync(ClusterNode node)
    {
        var posts = new List<(string, string)>();
        for (var next = "/api/v1/search?limit=100&sort=oldest&highlight=0&facets="; next is not null;)
        {
            var answer = await node.Site!.GetAsync(next, Cancelled);
            posts.AddRange(answer["hits"]!.AsArray().Select(hit => ((string)hit!["id"]!, (string)hit["title"]!)));
            next = (string?)answer["page"]!["next_url"];
        }

        return posts;
    }

    /// <summary>The archive has these posts, each once, and no others.</summary>
    private static async Task ShouldHoldOnceAsync(string archive, IReadOnlyList<(string Id, string Title)> posts)
    {
        using var data = new TemporaryFolder();
        var export = await SearchPlanetProgram.RunAsync(data.FullPath, ["archive", "export"], Cancelled, new Dictionary<string, string>
        {
            ["SearchPlanet__Archive__Provider"] = "Postgres",
            ["SearchPlanet__Archive__ConnectionString"] = archive,
        });
        export.ExitCode.ShouldBe(0, export.Errors);
        export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Select(post => (post.GetProperty("id").GetString()!, post.GetProperty("title").GetString()!))
            .ShouldBe(posts, ignoreOrder: true);
    }

    private static void Log(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
