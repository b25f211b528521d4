using System.Data.Common;
using System.Runtime.CompilerServices;
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

    private readonly TimeProvider _time;

    private protected SqlArchive(TimeProvider time) => _time = time;

    /// <summary>What ends a table definition whose rows live in its primary key.</summary>
    private protected abstract string Clustered { get; }

    /// <summary>What ends a query that picks rows to lease.</summary>
    private protected abstract string SkipLocked { get; }

    /// <summary>Writes down that another <see cref="ArchiveHistory"/> has begun, if one has. It takes the lock on the sequence.</summary>
    private protected abstract string BeginHistory { get; }

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await PrepareDatabaseAsync(cancellationToken);
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await BeginMigrationAsync(connection, cancellationToken);
        await MigrationRunner.RunAsync(connection, transaction, Clustered, cancellationToken);
        await connection.ExecuteAsync(Command(BeginHistory, null, cancellationToken, transaction));
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
            (connection, transaction) => new UpsertBatch(new PostWorkingSet(connection, transaction, cancellationToken), Now).RunAsync(prepared), cancellationToken);
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

    public async Task<IReadOnlyList<ArchiveHistory>> ListHistoriesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Name, long Since)>(Command("SELECT name, since FROM archive_histories ORDER BY number", null, cancellationToken));
        return rows.Select(row => new ArchiveHistory(row.Name, row.Since)).ToList();
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
            // Nothing that its sources tell is known any more: else it would pass for unchanged, and nobody would learn why it is not here.
            await connection.ExecuteAsync(Command("UPDATE post_sources SET fingerprint = 0 WHERE post_id = @id", new { id }, cancellationToken, transaction));
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

    public async Task<bool> IsRemovedAsync(string url, CancellationToken cancellationToken)
    {
        if (PostIdentity.UrlKey(url) is not { } key)
        {
            return false;
        }

        await using var connection = await OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(Command(
            "SELECT COUNT(*) FROM post_keys k JOIN posts p ON p.id = k.post_id WHERE k.key = @key AND p.removed = 1", new { key }, cancellationToken)) > 0;
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

    private static string Qualify(string alias, string[] columns) => string.Join(", ", columns.Select(c => $"{alias}.{c}"));

    private static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken, DbTransaction? transaction = null) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
