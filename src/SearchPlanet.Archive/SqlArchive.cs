using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapper;
using SearchPlanet.Archive.Migrations;
using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>
/// The archive in SQL that SQLite and PostgreSQL both speak. What differs is left to the two: how connections are opened, how
/// writers take turns, how a lease skips rows that others hold.
/// </summary>
/// <remarks>
/// Sequence numbers and late commits: every change takes its number from the one row of <c>archive_state</c>, and every writer
/// holds that row's lock (<see cref="BeginWriteAsync"/>) from before it decides anything until it has committed. So numbers are
/// committed in the order in which they are given, and a reader that has seen number n has seen, or can never see, all below n.
/// The same lock makes identity decisions one at a time: two workers cannot both find a post new.
/// </remarks>
public abstract partial class SqlArchive : IArchive
{
    /// <summary>Posts read at once while tailing: bounds memory, and the time a snapshot is held open.</summary>
    private const int PageSize = 256;

    /// <summary>Feeds asked for in one statement.</summary>
    private const int MaxNames = 256;

    private const int MaxDecisionDays = 365;

    private const int MaxDecisionKey = 600;

    private const int DomainsBetweenSweeps = 1024;

    /// <summary>Longer than any pause between two requests.</summary>
    private static readonly TimeSpan DomainMemory = TimeSpan.FromHours(2);

    /// <summary>No feed is planned further ahead, nor held longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(31);

    private readonly TimeProvider _time;
    private int _domainsReleased;

    private protected SqlArchive(TimeProvider time) => _time = time;

    /// <summary>What ends a table definition whose rows live in its primary key.</summary>
    private protected abstract string Clustered { get; }

    /// <summary>What ends a query that picks rows to lease.</summary>
    private protected abstract string SkipLocked { get; }

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await PrepareDatabaseAsync(cancellationToken);
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await BeginMigrationAsync(connection, cancellationToken);
        await MigrationRunner.RunAsync(connection, transaction, Clustered, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<UpsertResult>> UpsertAsync(IReadOnlyList<IncomingPost> posts, CancellationToken cancellationToken)
    {
        if (posts.Count == 0)
        {
            return [];
        }

        var prepared = Prepare(posts, cancellationToken);
        return await WriteAsync(
            (connection, transaction) => new UpsertBatch(connection, transaction, Now, cancellationToken).RunAsync(prepared), cancellationToken);
    }

    public async IAsyncEnumerable<PostChange> ReadChangesAsync(long afterSequence, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (limit > 0)
        {
            var page = await ReadPageAsync(afterSequence, Math.Min(limit, PageSize), cancellationToken);
            foreach (var stored in page)
            {
                yield return new PostChange(stored.Sequence, stored.Post.Id, stored.IsRemoved ? null : stored.Post);
            }

            if (page.Count < Math.Min(limit, PageSize))
            {
                yield break;
            }

            limit -= page.Count;
            afterSequence = page[^1].Sequence;
        }
    }

    public async Task<long> GetLastSequenceAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long?>(Command("SELECT MAX(sequence) FROM posts", null, cancellationToken)) ?? 0;
    }

    public async Task<bool> RemovePostAsync(string id, CancellationToken cancellationToken)
    {
        return await WriteAsync(RemoveAsync, cancellationToken);

        async Task<bool> RemoveAsync(DbConnection connection, DbTransaction transaction)
        {
            var erased = await connection.ExecuteAsync(Command(
                "UPDATE posts SET removed = 1, title = '', authors = '[]', tags = '[]', body = @empty, body_bytes = 0 WHERE id = @id AND removed = 0",
                new { id, empty = BodyCodec.Encode("", out _) },
                cancellationToken,
                transaction));
            if (erased == 0)
            {
                return false;
            }

            var sequence = await connection.ExecuteScalarAsync<long>(Command(
                "UPDATE archive_state SET sequence = sequence + 1 WHERE id = 1 RETURNING sequence", null, cancellationToken, transaction));
            await connection.ExecuteAsync(Command("UPDATE posts SET sequence = @sequence WHERE id = @id", new { id, sequence }, cancellationToken, transaction));
            await connection.ExecuteAsync(Command("DELETE FROM post_likeness WHERE post_id = @id", new { id }, cancellationToken, transaction));
            return true;
        }
    }

    public async Task<long> CountPostsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(Command("SELECT COUNT(*) FROM posts WHERE removed = 0", null, cancellationToken));
    }

    public async Task<Post?> GetPostAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await BeginSnapshotAsync(connection, cancellationToken);
        var found = await ReadPostsAsync(connection, transaction, "p.id = @id", new { id }, cancellationToken);
        return found is [{ IsRemoved: false } stored] ? stored.Post : null;
    }

    public async Task<Post?> FindByUrlAsync(string url, CancellationToken cancellationToken)
    {
        if (PostIdentity.UrlKey(url) is not { } key)
        {
            return null;
        }

        string? id;
        await using (var connection = await OpenAsync(cancellationToken))
        {
            id = await connection.ExecuteScalarAsync<string?>(Command("SELECT post_id FROM post_keys WHERE key = @key", new { key }, cancellationToken));
        }

        return id is null ? null : await GetPostAsync(id, cancellationToken);
    }

    public async Task<IReadOnlyList<FeedRecord>> ListFeedsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var records = await connection.QueryAsync<string>(Command("SELECT record FROM feeds ORDER BY url_key", null, cancellationToken));
        return records.Select(ToFeed).ToList();
    }

    public async Task<IReadOnlyList<FeedRecord>> FindFeedsAsync(IReadOnlyCollection<string> urls, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var records = new List<string>();
        foreach (var chunk in urls.Select(FeedKey).Distinct(StringComparer.Ordinal).Chunk(MaxNames))
        {
            var parameters = new DynamicParameters();
            foreach (var (number, key) in chunk.Index())
            {
                parameters.Add($"k{number}", key);
            }

            var names = string.Join(", ", parameters.ParameterNames.Select(name => "@" + name));
            records.AddRange(await connection.QueryAsync<string>(Command($"SELECT record FROM feeds WHERE url_key IN ({names})", parameters, cancellationToken)));
        }

        return records.ConvertAll(ToFeed);
    }

    public async Task<FeedRecord?> GetFeedAsync(string idOrUrl, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await FindFeedAsync(connection, null, idOrUrl, cancellationToken);
    }

    public Task<FeedRecord> AddFeedAsync(FeedRecord feed, CancellationToken cancellationToken)
    {
        return ChangeAsync(AddAsync, cancellationToken);

        async Task<FeedRecord> AddAsync(DbConnection connection, DbTransaction transaction)
        {
            await connection.ExecuteAsync(Command(
                "INSERT INTO feeds (id, url_key, state, next_check, record) VALUES (@Id, @UrlKey, @State, @NextCheck, @Record) ON CONFLICT DO NOTHING",
                ToRow(feed),
                cancellationToken,
                transaction));
            
            // A feed that has moved keeps the id of its first address.
            return await FindFeedAsync(connection, transaction, feed.Url, cancellationToken)
                ?? (await FindFeedAsync(connection, transaction, feed.Id, cancellationToken))!;
        }
    }

    public Task SaveFeedAsync(FeedRecord feed, CancellationToken cancellationToken)
    {
        return ChangeAsync(SaveAsync, cancellationToken);

        async Task<bool> SaveAsync(DbConnection connection, DbTransaction transaction)
        {
            var row = ToRow(feed);
            var other = await connection.ExecuteScalarAsync<string?>(Command(
                "SELECT id FROM feeds WHERE url_key = @UrlKey AND id <> @Id", row, cancellationToken, transaction));
            return other is not null
                ? throw new ArgumentException($"The feed {other} has the address {feed.Url} already.", nameof(feed))
                : await connection.ExecuteAsync(Command(
                    "UPDATE feeds SET url_key = @UrlKey, state = @State, next_check = @NextCheck, leased_until = NULL, record = @Record WHERE id = @Id",
                    row,
                    cancellationToken,
                    transaction)) > 0;
        }
    }

    public Task<bool> RemoveFeedAsync(string id, CancellationToken cancellationToken)
    {
        return ChangeAsync(RemoveAsync, cancellationToken);

        async Task<bool> RemoveAsync(DbConnection connection, DbTransaction transaction)
        {
            await connection.ExecuteAsync(Command(
                "UPDATE websub SET state = @ending, next_request = 0, attempts = 0 WHERE feed_id = @id",
                new { id, ending = (int)WebSubState.Ending },
                cancellationToken,
                transaction));
            return await connection.ExecuteAsync(Command("DELETE FROM feeds WHERE id = @id", new { id }, cancellationToken, transaction)) > 0;
        }
    }

    public Task<IReadOnlyList<FeedRecord>> LeaseDueFeedsAsync(DateTimeOffset now, DateTimeOffset leasedUntil, int count, CancellationToken cancellationToken)
    {
        return ChangeAsync(LeaseAsync, cancellationToken);

        async Task<IReadOnlyList<FeedRecord>> LeaseAsync(DbConnection connection, DbTransaction transaction)
        {
            var records = await connection.QueryAsync<string>(Command(
                $"""
                UPDATE feeds SET leased_until = @until WHERE id IN (
                    SELECT id FROM feeds
                    WHERE state = @active AND (next_check <= @at OR next_check > @absurd)
                        AND (leased_until IS NULL OR leased_until <= @at OR leased_until > @absurd)
                    ORDER BY next_check, id LIMIT @count {SkipLocked})
                RETURNING record
                """,
                new
                {
                    active = (int)FeedState.Active,
                    at = now.ToUnixTimeMilliseconds(),
                    absurd = (now + LongestWait).ToUnixTimeMilliseconds(),
                    until = leasedUntil.ToUnixTimeMilliseconds(),
                    count,
                },
                cancellationToken,
                transaction));
            return records.Select(ToFeed).OrderBy(f => f.NextCheck).ThenBy(f => f.Id, StringComparer.Ordinal).ToList();
        }
    }

    public Task<DateTimeOffset?> HoldDomainAsync(
        string domain, string holder, DateTimeOffset now, DateTimeOffset heldUntil, TimeSpan rest, CancellationToken cancellationToken)
    {
        return ChangeAsync(HoldAsync, cancellationToken);

        async Task<DateTimeOffset?> HoldAsync(DbConnection connection, DbTransaction transaction)
        {
            var row = new { domain, holder, at = now.ToUnixTimeMilliseconds(), until = heldUntil.ToUnixTimeMilliseconds(), rested = (now - rest).ToUnixTimeMilliseconds() };
            var held = await connection.ExecuteAsync(Command(
                """
                INSERT INTO domains (domain, holder, held_until, last_end) VALUES (@domain, @holder, @until, 0)
                ON CONFLICT (domain) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
                WHERE domains.held_until <= @at AND domains.last_end <= @rested
                """,
                row,
                cancellationToken,
                transaction));
            if (held > 0)
            {
                return null;
            }

            var (until, end) = await connection.QuerySingleAsync<(long Until, long End)>(Command(
                "SELECT held_until, last_end FROM domains WHERE domain = @domain", row, cancellationToken, transaction));
            return DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(until, end + (long)rest.TotalMilliseconds));
        }
    }

    public Task ReleaseDomainAsync(string domain, string holder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        return ChangeAsync(ReleaseAsync, cancellationToken);

        async Task<bool> ReleaseAsync(DbConnection connection, DbTransaction transaction)
        {
            var released = await connection.ExecuteAsync(Command(
                "UPDATE domains SET held_until = 0, last_end = @at WHERE domain = @domain AND holder = @holder",
                new { domain, holder, at = now.ToUnixTimeMilliseconds() },
                cancellationToken,
                transaction));
            if (Interlocked.Increment(ref _domainsReleased) % DomainsBetweenSweeps == 0)
            {
                await connection.ExecuteAsync(Command(
                    "DELETE FROM domains WHERE held_until <= @old AND last_end <= @old",
                    new { old = (now - DomainMemory).ToUnixTimeMilliseconds() },
                    cancellationToken,
                    transaction));
            }

            return released > 0;
        }
    }

    public Task SaveDecisionsAsync(IReadOnlyList<EntryDecision> decisions, CancellationToken cancellationToken)
    {
        return ChangeAsync(SaveAsync, cancellationToken);

        async Task<bool> SaveAsync(DbConnection connection, DbTransaction transaction)
        {
            var writer = new RowWriter(
                connection,
                transaction,
                "entry_decisions",
                ["feed_id", "entry_key", "url_key", "url", "title", "verdict", "reason", "post_id", "at"],
                "ON CONFLICT (feed_id, entry_key) DO UPDATE SET url_key = excluded.url_key, url = excluded.url, title = excluded.title, "
                + "verdict = excluded.verdict, reason = excluded.reason, post_id = excluded.post_id, at = excluded.at");
            // In one order everywhere: two workers with the same feed, after a lease ran out, would else wait for each other's rows.
            foreach (var entry in decisions.Reverse().DistinctBy(d => (d.FeedId, DecisionKey(d.Key))).OrderBy(d => d.FeedId, StringComparer.Ordinal).ThenBy(d => DecisionKey(d.Key), StringComparer.Ordinal))
            {
                writer.Add(
                    entry.FeedId, DecisionKey(entry.Key), entry.Url is null ? null : PostIdentity.UrlKey(entry.Url), entry.Url, entry.Title,
                    (int)entry.Verdict, entry.Reason, entry.PostId, entry.At.ToUnixTimeMilliseconds());
            }

            await writer.WriteAsync(cancellationToken);
            var oldest = Now.AddDays(-MaxDecisionDays).ToUnixTimeMilliseconds();
            await connection.ExecuteAsync(Command("DELETE FROM entry_decisions WHERE at < @oldest", new { oldest }, cancellationToken, transaction));
            return true;
        }
    }

    public async Task<IReadOnlyList<EntryDecision>> FindDecisionsAsync(string urlOrGuid, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<DecisionRow>(Command(
            """
            SELECT feed_id AS FeedId, entry_key AS EntryKey, url AS Url, title AS Title, verdict AS Verdict, reason AS Reason, post_id AS PostId, at AS At
            FROM entry_decisions WHERE entry_key = @guid OR url_key = @key ORDER BY at DESC LIMIT 50
            """,
            new { guid = DecisionKey(urlOrGuid), key = PostIdentity.UrlKey(urlOrGuid) },
            cancellationToken));
        return rows.Select(r => new EntryDecision(
            r.FeedId, r.EntryKey, r.Url, r.Title, (EntryVerdict)r.Verdict, r.Reason, r.PostId, DateTimeOffset.FromUnixTimeMilliseconds(r.At))).ToList();
    }

    public Task WriteAuditAsync(AuditEntry entry, CancellationToken cancellationToken) => ChangeAsync(
        (connection, transaction) => connection.ExecuteAsync(Command(
            "INSERT INTO audit_log (id, at, actor, action, subject, detail) VALUES (@id, @at, @Actor, @Action, @Subject, @Detail)",
            new { id = Guid.CreateVersion7(entry.At).ToString("n"), at = entry.At.ToUnixTimeMilliseconds(), entry.Actor, entry.Action, entry.Subject, entry.Detail },
            cancellationToken,
            transaction)),
        cancellationToken);

    public async Task<IReadOnlyList<AuditEntry>> ReadAuditAsync(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(long At, string Actor, string Action, string Subject, string? Detail)>(Command(
            "SELECT at, actor, action, subject, detail FROM audit_log ORDER BY at DESC, id DESC LIMIT @limit", new { limit }, cancellationToken));
        return rows.Select(r => new AuditEntry(DateTimeOffset.FromUnixTimeMilliseconds(r.At), r.Actor, r.Action, r.Subject, r.Detail)).ToList();
    }

    public abstract Task BackupAsync(string path, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    private protected DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());

    private protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Sees to it that a transaction that has failed can be rolled back without another failure in the place of the first.</summary>
    private protected virtual void PrepareRollback(DbConnection connection)
    {
    }

    /// <summary>What must be set once and outside a transaction.</summary>
    private protected abstract Task PrepareDatabaseAsync(CancellationToken cancellationToken);

    /// <summary>A transaction that no other migration can run beside.</summary>
    private protected abstract Task<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>A transaction that holds the lock on the sequence until it ends.</summary>
    private protected abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>A transaction whose queries all see the same state, and that holds nobody up.</summary>
    private protected abstract Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>A transaction for what takes no sequence number: it waits for nobody but those who write the same rows.</summary>
    private protected abstract Task<DbTransaction> BeginChangeAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Runs one writer's work; here is where those of one process may be made to wait for each other.</summary>
    private protected virtual Task<T> TakeTurnAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken) => write();

    /// <summary>Writes posts, under the lock on the sequence. From work that fails nothing stays.</summary>
    private Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        TransactAsync(BeginWriteAsync, work, cancellationToken);

    /// <summary>Writes what is not posts. From work that fails nothing stays.</summary>
    private Task<T> ChangeAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        TransactAsync(BeginChangeAsync, work, cancellationToken);

    private Task<T> TransactAsync<T>(
        Func<DbConnection, CancellationToken, Task<DbTransaction>> begin, Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        return TakeTurnAsync(RunAsync, cancellationToken);

        async Task<T> RunAsync()
        {
            await using var connection = await OpenAsync(cancellationToken);
            await using var transaction = await begin(connection, cancellationToken);
            try
            {
                var result = await work(connection, transaction);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (DbException)
            {
                PrepareRollback(connection);
                throw;
            }
        }
    }

    private static PreparedPost[] Prepare(IReadOnlyList<IncomingPost> posts, CancellationToken cancellationToken)
    {
        var prepared = new PreparedPost[posts.Count];
        Parallel.For(0, posts.Count, new ParallelOptions { CancellationToken = cancellationToken }, i => prepared[i] = PreparedPost.Of(posts[i]));
        return prepared;
    }

    private async Task<List<StoredPost>> ReadPageAsync(long afterSequence, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await BeginSnapshotAsync(connection, cancellationToken);
        // The end of the page first: that nothing has changed is the usual answer, and with both ends known the planner looks at the page alone.
        var last = await connection.ExecuteScalarAsync<long?>(Command(
            "SELECT MAX(sequence) FROM (SELECT sequence FROM posts WHERE sequence > @afterSequence ORDER BY sequence LIMIT @limit) page",
            new { afterSequence, limit },
            cancellationToken,
            transaction));
        return last is null
            ? []
            : await ReadPostsAsync(
                connection, transaction, "p.sequence > @afterSequence AND p.sequence <= @last", new { afterSequence, last }, cancellationToken);
    }

    private static async Task<List<StoredPost>> ReadPostsAsync(DbConnection connection, DbTransaction transaction, string where, object parameters, CancellationToken cancellationToken)
    {
        var sources = new Dictionary<string, List<StoredSource>>(StringComparer.Ordinal);
        await using (var row = await connection.ExecuteReaderAsync(Command(
            $"SELECT {Qualify("s", PostRows.SourceColumns)} FROM posts p JOIN post_sources s ON s.post_id = p.id WHERE {where} ORDER BY s.post_id, s.position",
            parameters,
            cancellationToken,
            transaction)))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                var (id, source) = PostRows.ReadSource(row);
                if (!sources.TryGetValue(id, out var list))
                {
                    sources.Add(id, list = []);
                }

                list.Add(source);
            }
        }

        var posts = new List<StoredPost>();
        await using (var row = await connection.ExecuteReaderAsync(Command(
            $"SELECT {Qualify("p", PostRows.PostColumns)} FROM posts p WHERE {where} ORDER BY p.sequence", parameters, cancellationToken, transaction)))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                var stored = PostRows.ReadPost(row);
                var own = sources[stored.Post.Id];
                posts.Add(stored with { Post = stored.Post with { Sources = own.ConvertAll(s => s.Source) }, Sources = own });
            }
        }

        return posts;
    }

    private static async Task<FeedRecord?> FindFeedAsync(DbConnection connection, DbTransaction? transaction, string idOrUrl, CancellationToken cancellationToken)
    {
        var record = await connection.ExecuteScalarAsync<string?>(Command(
            "SELECT record FROM feeds WHERE id = @id OR url_key = @urlKey", new { id = idOrUrl, urlKey = FeedKey(idOrUrl) }, cancellationToken, transaction));
        return record is null ? null : ToFeed(record);
    }

    /// <summary>Guids have no length limit, index entries have.</summary>
    private static string DecisionKey(string key) => key.Length <= MaxDecisionKey ? key : key[..MaxDecisionKey];

    private static string FeedKey(string url) => CanonicalUrl.KeyOf(url) ?? url.Trim();

    private static FeedRow ToRow(FeedRecord feed) => new(
        feed.Id, FeedKey(feed.Url), (int)feed.State, feed.NextCheck.ToUnixTimeMilliseconds(), JsonSerializer.Serialize(feed, ArchiveJson.Default.FeedRecord));

    private static FeedRecord ToFeed(string record) => JsonSerializer.Deserialize(record, ArchiveJson.Default.FeedRecord)!;

    private static string Qualify(string alias, string[] columns) => string.Join(", ", columns.Select(c => $"{alias}.{c}"));

    private static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken, DbTransaction? transaction = null) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);

    private sealed record FeedRow(string Id, string UrlKey, int State, long NextCheck, string Record);

    private sealed class DecisionRow
    {
        public string FeedId { get; init; } = "";

        public string EntryKey { get; init; } = "";

        public string? Url { get; init; }

        public string Title { get; init; } = "";

        public long Verdict { get; init; }

        public string? Reason { get; init; }

        public string? PostId { get; init; }

        public long At { get; init; }
    }
}
