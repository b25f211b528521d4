using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace SearchPlanet.Archive.Postgres;

/// <summary>The archive in PostgreSQL, shared by as many ingest and search processes as like to connect.</summary>
public sealed class PostgresArchive : SqlArchive
{
    /// <summary>Names the lock under which schemas are changed; any number that nobody else uses: "SrchPlnt" in ASCII.</summary>
    private const long MigrationLock = 0x53726368506c6e74;

    private readonly NpgsqlDataSource _source;

    /// <summary>Connects with the first use.</summary>
    /// <param name="connectionString">As of Npgsql, <c>Host=…;Database=…;Username=…</c>.</param>
    public PostgresArchive(string connectionString, TimeProvider time)
        : base(time) => _source = NpgsqlDataSource.Create(connectionString);

    private protected override string Clustered => "";

    private protected override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    public override Task BackupAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException(
        "PostgreSQL is backed up with its own tools: pg_dump for a copy, pg_basebackup and a WAL archive for point-in-time recovery. 'archive export' writes the posts as JSON Lines.");

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken);

    private protected override Task PrepareDatabaseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private protected override async Task<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock }, transaction, cancellationToken: cancellationToken));
        return transaction;
    }

    private protected override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT sequence FROM archive_state WHERE id = 1 FOR UPDATE", transaction: transaction, cancellationToken: cancellationToken));
        return transaction;
    }

    private protected override async Task<DbTransaction> BeginChangeAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(cancellationToken);

    private protected override async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
}
