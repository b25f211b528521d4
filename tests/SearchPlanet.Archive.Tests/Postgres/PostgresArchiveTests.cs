using Npgsql;
using SearchPlanet.Archive.Postgres;
using SearchPlanet.Posts;
using SearchPlanet.Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace SearchPlanet.Archive.Tests.Postgres;

public sealed class PostgresArchiveTests(PostgresServer server) : ArchiveTests
{
    private string _connectionString = "";

    [Fact]
    public async Task Migrate_ManyNodesOnAnEmptyDatabase_MakeOneSchema()
    {
        var database = await server.CreateDatabaseAsync();
        var nodes = Enumerable.Range(0, 5).Select(_ => new PostgresArchive(database, Time)).ToList();

        await Task.WhenAll(nodes.Select(n => n.MigrateAsync(TestContext.Current.CancellationToken)));

        (await nodes[0].CountPostsAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Archive_OfARoleWithoutRights_NeedsOnlyItsOwnDatabase()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        await using (var admin = NpgsqlDataSource.Create(database))
        {
            await using var role = admin.CreateCommand($"CREATE ROLE plain LOGIN; ALTER DATABASE {database.Database} OWNER TO plain; GRANT ALL ON SCHEMA public TO plain");
            await role.ExecuteNonQueryAsync(cancelled);
        }

        database.Username = "plain";
        await using var archive = new PostgresArchive(database.ConnectionString, Time);
        await archive.MigrateAsync(cancelled);
        await archive.UpsertAsync([TestPosts.Post(1)], cancelled);

        (await archive.ListHistoriesAsync(cancelled)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ReadChanges_WriterThatHoldsItsTransactionOpen_DelaysLaterOnesAndIsNotSkipped()
    {
        var cancelled = TestContext.Current.CancellationToken;
        await Archive.UpsertAsync([TestPosts.Post(1)], cancelled);
        await using var slow = new NpgsqlConnection(_connectionString);
        await slow.OpenAsync(cancelled);
        await using var transaction = await slow.BeginTransactionAsync(cancelled);
        await ExecuteAsync("UPDATE archive_state SET sequence = sequence + 1");
        await ExecuteAsync("UPDATE posts SET sequence = (SELECT sequence FROM archive_state), title = 'late'");

        var fast = Task.Run(() => Archive.UpsertAsync([TestPosts.Post(2)], cancelled), cancelled);
        (await ChangesAsync()).Select(c => c.Sequence).ShouldBe([1]);
        await transaction.CommitAsync(cancelled);
        var result = (await fast)[0];

        result.Sequence.ShouldBe(3);
        (await ChangesAsync()).Select(c => (c.Sequence, c.Post!.Title)).ShouldBe([(2, "late"), (3, "Post 2 of the series")]);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, slow, transaction);
            await command.ExecuteNonQueryAsync(cancelled);
        }
    }

    [Fact]
    public async Task Upsert_NodeThatStandsStillWhileItHoldsTheLock_IsEnded_AndTheOthersGoOn()
    {
        var cancelled = TestContext.Current.CancellationToken;
        await Archive.UpsertAsync([TestPosts.Post(1)], cancelled);
        // Asked for the time in the middle of its transaction, the node finds that it has been frozen.
        using var clock = new FrozenTime();
        await using var frozen = new PostgresArchive(_connectionString, clock) { Standstill = TimeSpan.FromSeconds(5) };
        var writing = Task.Run(() => frozen.UpsertAsync([TestPosts.Post(2)], cancelled), cancelled);
        await clock.IsAsked.WaitAsync(cancelled);

        (await Archive.UpsertAsync([TestPosts.Post(3)], cancelled))[0].Sequence.ShouldBe(2);

        clock.Thaw();
        await Should.ThrowAsync<NpgsqlException>(() => writing);
        (await ChangesAsync()).Select(c => c.Post!.Title).ShouldBe(["Post 1 of the series", "Post 3 of the series"]);
    }

    [Fact]
    public async Task ExportAndImport_ThereAndBack_GiveEqualPosts()
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var sqlite = ArchiveFactory.Open(new ArchiveOptions(), folder.Path, Time);
        await sqlite.MigrateAsync(cancelled);
        var shared = TestPosts.Words(7, 150);
        await sqlite.UpsertAsync(
            [
                .. Enumerable.Range(0, 50).Select(n => TestPosts.Post(n)),
                TestPosts.Post(3, TestPosts.Planet()) with { IsExcerpt = true, Html = "<p>cut…</p>" },
                TestPosts.Post(100) with { Title = "Again, better", Html = $"<p>{TestPosts.Words(2, 100)} {shared}</p>" },
                TestPosts.Post(99) with { Title = "A first try", Html = $"<p>{TestPosts.Words(1, 100)} {shared}</p>" },
                TestPosts.Post(101) with { Published = null, SeenAppearing = true, Kind = PostKind.Newsletter, Language = "de" },
                TestPosts.Post(102) with { Published = null, Html = null, Text = "plain" },
            ],
            cancelled);
        Time.Now = Time.Now.AddDays(1);

        var there = await ExportAsync(sqlite);
        await Archive.UpsertAsync(there.ConvertAll(line => PostJson.Read(System.Text.Encoding.UTF8.GetBytes(line), null, null)), cancelled);
        var back = await ExportAsync(Archive);

        there.Count.ShouldBe(54);
        back.Order(StringComparer.Ordinal).ShouldBe(there.Order(StringComparer.Ordinal));

        // And from PostgreSQL to SQLite again: not the lines alone, every property of every post.
        using var other = new TempFolder();
        await using var again = ArchiveFactory.Open(new ArchiveOptions(), other.Path, Time);
        await again.MigrateAsync(cancelled);
        await again.UpsertAsync(back.ConvertAll(line => PostJson.Read(System.Text.Encoding.UTF8.GetBytes(line), null, null)), cancelled);
        var first = await PostsAsync(sqlite);
        var last = await PostsAsync(again);
        last.Keys.ShouldBe(first.Keys, ignoreOrder: true);
        foreach (var (id, post) in first)
        {
            last[id].ShouldBeEquivalentTo(post);
        }
    }

    [Fact]
    public async Task FindFeeds_ByAddress_GivesThoseThatThereAre()
    {
        var cancelled = TestContext.Current.CancellationToken;
        foreach (var url in (string[])["https://one.example/feed", "https://two.example/feed", "https://three.example/feed"])
        {
            await Archive.AddFeedAsync(new FeedRecord { Id = FeedRecord.IdOf(url), Url = url }, cancelled);
        }

        var found = await Archive.FindFeedsAsync(["https://one.example/feed", "https://three.example/feed", "https://four.example/feed"], cancelled);

        found.Select(feed => feed.Url).ShouldBe(["https://one.example/feed", "https://three.example/feed"], ignoreOrder: true);
        (await Archive.FindFeedsAsync([], cancelled)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Upsert_AfterTheStandbyHasTakenOver_GoesToItAndMissesNothing()
    {
        var cancelled = TestContext.Current.CancellationToken;
        await using var primary = new PostgresServer();
        var database = await primary.CreateDatabaseAsync();
        await using var standby = await primary.AddStandbyAsync();
        await using var archive = new PostgresArchive(database.Replace(primary.Endpoint, $"{primary.Endpoint},{standby.Endpoint}", StringComparison.Ordinal), Time);
        await archive.MigrateAsync(cancelled);
        await archive.UpsertAsync([TestPosts.Post(1)], cancelled);

        await primary.KillAsync();
        // The connection that was open breaks, then no host takes writes.
        ArchiveTrouble.IsPassing(await Should.ThrowAsync<NpgsqlException>(() => archive.UpsertAsync([TestPosts.Post(2)], cancelled))).ShouldBeTrue();
        ArchiveTrouble.IsPassing(await Should.ThrowAsync<NpgsqlException>(() => archive.UpsertAsync([TestPosts.Post(2)], cancelled))).ShouldBeTrue();
        await standby.PromoteAsync();
        await UntilItWorksAsync(() => archive.UpsertAsync([TestPosts.Post(2)], cancelled));

        (await archive.CountPostsAsync(cancelled)).ShouldBe(2);
        (await archive.GetLastSequenceAsync(cancelled)).ShouldBe(2);

        static async Task UntilItWorksAsync(Func<Task> act)
        {
            var backoff = new ArchiveBackoff(Random.Shared);
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    await act();
                    return;
                }
                catch (Exception failure) when (attempt < 20 && ArchiveTrouble.IsPassing(failure))
                {
                    TestContext.Current.TestOutputHelper?.WriteLine(failure.Message);
                    await Task.Delay(backoff.Next());
                }
            }
        }
    }

    private protected override async Task<IArchive> OpenAsync()
    {
        if (PostgresServer.Programs is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip("PostgreSQL is not installed.");
        }

        _connectionString = await server.CreateDatabaseAsync();
        return ArchiveFactory.Open(new ArchiveOptions { Provider = ArchiveProvider.Postgres, ConnectionString = _connectionString }, "unused", Time);
    }

    private protected override Task CloseAsync() => Task.CompletedTask;

    private static async Task<Dictionary<string, Post>> PostsAsync(IArchive archive)
    {
        var posts = new Dictionary<string, Post>(StringComparer.Ordinal);
        await foreach (var change in archive.ReadChangesAsync(0, int.MaxValue, TestContext.Current.CancellationToken))
        {
            posts.Add(change.PostId, change.Post!);
        }

        return posts;
    }

    private static async Task<List<string>> ExportAsync(IArchive archive)
    {
        using var stream = new MemoryStream();
        await ArchiveExport.WriteAsync(archive, stream, null, TestContext.Current.CancellationToken);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
    }

    private async Task<List<PostChange>> ChangesAsync()
    {
        var changes = new List<PostChange>();
        await foreach (var change in Archive.ReadChangesAsync(0, 100, TestContext.Current.CancellationToken))
        {
            changes.Add(change);
        }

        return changes;
    }
}
