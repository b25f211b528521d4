using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Npgsql;

namespace SearchPlanet.Archive.Postgres;

/// <summary>The archive in PostgreSQL, shared by as many ingest and search processes as like to connect.</summary>
/// <remarks>
/// A node that dies or is cut off must not hold up the others, and above all not while it holds the lock on the sequence: the server ends a
/// transaction that has stood still for <see cref="Standstill"/>, however long the network takes to notice. The limits are set in each
/// transaction, not in the session, so that they hold behind a connection pooler too.
/// </remarks>
public sealed class PostgresArchive : SqlArchive
{
    /// <summary>Names the lock under which schemas are changed; any number that nobody else uses: "SrchPlnt" in ASCII.</summary>
    private const long MigrationLock = 0x53726368506c6e74;

    /// <summary>Longer than the driver waits for an answer (30 s): for statements whose caller is gone without a word.</summary>
    private const int StatementMilliseconds = 60_000;

    private readonly NpgsqlDataSource _source;

    /// <summary>Connects with the first use.</summary>
    /// <param name="connectionString">As of Npgsql, <c>Host=…;Database=…;Username=…</c>; several hosts where one may take over from another.</param>
    public PostgresArchive(string connectionString, TimeProvider time)
        : base(time)
    {
        var settings = WithDefaults(connectionString);
        // Whichever of several hosts takes writes at the moment.
        _source = settings.Host?.Contains(',', StringComparison.Ordinal) == true
            ? new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite)
            : NpgsqlDataSource.Create(settings);
    }

    /// <summary>A batch of posts takes well under a second; what stands still for this long, 15 s, will not go on.</summary>
    internal TimeSpan Standstill { get; init; } = TimeSpan.FromSeconds(15);

    private string Limits =>
        string.Create(CultureInfo.InvariantCulture, $"SET LOCAL idle_in_transaction_session_timeout = {(int)Standstill.TotalMilliseconds}; SET LOCAL statement_timeout = {StatementMilliseconds}");

    private protected override string Clustered => "";

    private protected override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    // A cluster has a number of its own, which its standbys share, and begins another timeline with each promotion: the first eight digits of the
    // names of its log's files. Looked at in each writing transaction, so that no change of a new timeline is there before the line that says so.
    private protected override string BeginHistory =>
        """
        SELECT sequence FROM archive_state WHERE id = 1 FOR UPDATE;
        INSERT INTO archive_histories (number, name, since)
        SELECT (SELECT COALESCE(MAX(number), 0) + 1 FROM archive_histories), present.name, archive_state.sequence
        FROM archive_state, (SELECT system_identifier || '/' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) AS name FROM pg_control_system()) present
        WHERE present.name IS DISTINCT FROM (SELECT name FROM archive_histories ORDER BY number DESC LIMIT 1)
        """;

    public override Task BackupAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException(
        "PostgreSQL is backed up with its own tools: pg_dump for a copy, pg_basebackup and a WAL archive for point-in-time recovery. 'archive export' writes the posts as JSON Lines.");

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken);

    private protected override Task PrepareDatabaseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Waits for as long as another node migrates, which on a large archive may take minutes.
    private protected override async Task<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock }, transaction, commandTimeout: 0, cancellationToken: cancellationToken));
        return transaction;
    }

    private protected override Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        BeginAsync(connection, IsolationLevel.ReadCommitted, $"{Limits}; {BeginHistory}", cancellationToken);

    private protected override Task<DbTransaction> BeginChangeAsync(DbConnection connection, CancellationToken cancellationToken) =>
        BeginAsync(connection, IsolationLevel.ReadCommitted, Limits, cancellationToken);

    private protected override Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        BeginAsync(connection, IsolationLevel.RepeatableRead, Limits, cancellationToken);

    private static async Task<DbTransaction> BeginAsync(DbConnection connection, IsolationLevel isolation, string first, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(first, transaction: transaction, cancellationToken: cancellationToken));
        return transaction;
    }

    /// <summary>Bounds that fit many nodes on one server, for what the operator has not set.</summary>
    private static NpgsqlConnectionStringBuilder WithDefaults(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = given.ApplicationName ?? "searchplanet",
            // A node needs one for the indexer, one for leases and a few for whoever writes or asks; a server takes 100 by default.
            MaxPoolSize = Has("Maximum Pool Size") ? given.MaxPoolSize : 16,
            // A host that does not answer, or a pool that is empty, should be known before the caller has gone.
            Timeout = Has("Timeout") ? given.Timeout : 5,
            // How soon a standby that was promoted is found.
            HostRecheckSeconds = Has("Host Recheck Seconds") ? given.HostRecheckSeconds : 1,
            TcpKeepAlive = Has("TCP Keepalive") ? given.TcpKeepAlive : true,
        };
        // Said by how connections are opened; the builder would not know of it.
        settings.Remove("Target Session Attributes");
        return settings;

        // ContainsKey says yes to every keyword that there is.
        bool Has(string keyword) => given.ShouldSerialize(keyword);
    }
}
