using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SearchPlanet.Archive.Sqlite;

/// <summary>The archive in one SQLite file, for one machine: readers beside one writer (write-ahead log), every commit on disk before it returns.</summary>
public sealed class SqliteArchive : SqlArchive
{
    private const int BusyTimeoutSeconds = 30;

    private readonly string _connectionString;

    // SQLite lets one writer in. Waiting here is fair and cancellable; its own waiting is polling.
    private readonly SemaphoreSlim _writer = new(1, 1);

    static SqliteArchive() => NativeSqlite.Load();

    /// <summary>Opens the file with the first use; it is made if absent.</summary>
    /// <param name="connectionString">As of Microsoft.Data.Sqlite, <c>Data Source=…</c>.</param>
    public SqliteArchive(string connectionString, TimeProvider time)
        : base(time) => _connectionString = new SqliteConnectionStringBuilder(connectionString)
        {
            ForeignKeys = true,
            DefaultTimeout = BusyTimeoutSeconds,
            Pooling = true,
        }.ToString();

    private string Path => new SqliteConnectionStringBuilder(_connectionString).DataSource;

    private protected override string Clustered => "WITHOUT ROWID";

    private protected override string SkipLocked => "";

    // The first; another begins with SqliteRestore.
    private protected override string BeginHistory =>
        "INSERT INTO archive_histories (number, name, since) SELECT 1, lower(hex(randomblob(8))), 0 WHERE NOT EXISTS (SELECT 1 FROM archive_histories)";

    public override async Task BackupAsync(string path, CancellationToken cancellationToken)
    {
        if (System.IO.Path.GetFullPath(path) == System.IO.Path.GetFullPath(Path))
        {
            throw new IOException($"'{path}' is the archive itself.");
        }

        var aside = path + ".part";
        // SQLite takes an empty file, and the system says better why there can be none.
        File.Create(aside).Dispose();
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            // One read transaction over the whole file: writers go on beside it, and the copy has no holes.
            await connection.ExecuteAsync(new CommandDefinition("VACUUM INTO @aside", new { aside }, commandTimeout: 0, cancellationToken: cancellationToken));
        }
        catch
        {
            File.Delete(aside);
            throw;
        }

        using (var file = File.OpenHandle(aside, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(file);
        }

        File.Move(aside, path, overwrite: true);
    }

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync("PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY");
        return connection;
    }

    // A commit that finds the disk full has been rolled back by SQLite itself. The driver does not know, and fails to roll back again.
    private protected override void PrepareRollback(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle;
        if (raw.sqlite3_get_autocommit(handle) != 0)
        {
            raw.sqlite3_exec(handle, "BEGIN");
        }
    }

    private protected override async Task PrepareDatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL");
        }
        catch (SqliteException e) when (ArchiveTrouble.IsOfTheDisk(e))
        {
            throw new IOException($"The archive '{Path}' cannot be opened for writing: is the disk full or read-only, or the folder another user's? ({e.Message})", e);
        }
        catch (SqliteException e) when (ArchiveDamagedException.IsMeantBy(e))
        {
            throw new ArchiveDamagedException($"The archive '{Path}' is damaged ({e.Message}). Put a backup in its place: searchplanet archive restore FILE.", e);
        }
    }

    private protected override Task<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellationToken) =>
        BeginWriteAsync(connection, cancellationToken);

    private protected override Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    private protected override Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    private protected override Task<DbTransaction> BeginChangeAsync(DbConnection connection, CancellationToken cancellationToken) =>
        BeginWriteAsync(connection, cancellationToken);

    private protected override async Task<T> TakeTurnAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            return await write();
        }
        finally
        {
            _writer.Release();
        }
    }
}
