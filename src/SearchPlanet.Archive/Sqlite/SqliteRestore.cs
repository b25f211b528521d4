using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SearchPlanet.Archive.Migrations;

namespace SearchPlanet.Archive.Sqlite;

/// <summary>Puts a backup in the place of an archive.</summary>
internal static class SqliteRestore
{
    /// <summary>Changes a second for which numbers are left between two restores; seconds shifted so stay below 2^53 for centuries.</summary>
    private const int SequenceBits = 20;

    /// <summary>Checks a backup and puts it in place; the archive that was there is kept beside it.</summary>
    /// <param name="archivePath">The archive's file, which nobody may have open; it need not exist.</param>
    /// <returns>Where the old archive is kept; null when there was none.</returns>
    /// <exception cref="ArchiveDamagedException">The backup is no whole archive; nothing was changed.</exception>
    /// <exception cref="IOException">The archive is in use; nothing was changed.</exception>
    public static async Task<string?> RunAsync(string backupPath, string archivePath, TimeProvider time, CancellationToken cancellationToken)
    {
        NativeSqlite.Load();
        if (Directory.Exists(backupPath))
        {
            throw new IOException($"'{backupPath}' is a folder. Name the backup in it.");
        }

        var copy = archivePath + ".restoring";
        File.Copy(backupPath, copy, overwrite: true);
        try
        {
            await CheckAsync(copy, backupPath, cancellationToken);
            await RenumberAsync(copy, time, cancellationToken);
            var kept = await SetAsideAsync(archivePath, time, cancellationToken);
            File.Move(copy, archivePath);
            return kept;
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static async Task CheckAsync(string path, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(path, cancellationToken);
            var findings = (await connection.QueryAsync<string>(Command("PRAGMA integrity_check(5)", cancellationToken))).ToList();
            if (findings is not ["ok"])
            {
                throw new ArchiveDamagedException($"'{name}' is damaged: {string.Join("; ", findings)}. Take another backup.");
            }

            var schema = await connection.ExecuteScalarAsync<int>(Command("SELECT MAX(number) FROM schema_migrations", cancellationToken));
            if (schema > MigrationRunner.Latest)
            {
                throw new ArchiveDamagedException($"'{name}' has schema {schema}, this program knows up to {MigrationRunner.Latest}: restore it with the version that made it.");
            }

            if ((await connection.QueryAsync(Command("PRAGMA foreign_key_check", cancellationToken))).Any())
            {
                throw new ArchiveDamagedException($"'{name}' is damaged: it holds sources or keys of posts that are not there. Take another backup.");
            }
        }
        catch (SqliteException e)
        {
            throw new ArchiveDamagedException($"'{name}' is no archive: {e.Message} Name a file that archive backup made.", e);
        }
    }

    /// <summary>
    /// Gives the posts new numbers, above all that any reader has seen, and begins another history: indexes then read them all anew, and know that what
    /// they had read of the old archive need not be there.
    /// </summary>
    private static async Task RenumberAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(path, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var sequence = await connection.ExecuteScalarAsync<long>(Command("SELECT sequence FROM archive_state", cancellationToken, transaction));
        var offset = Math.Max(sequence, time.GetUtcNow().ToUnixTimeSeconds() << SequenceBits);
        await connection.ExecuteAsync(Command($"UPDATE posts SET sequence = sequence + {offset}", cancellationToken, transaction));
        // A backup may be of a schema before webhooks; with one, they go on where they were.
        if (await HasTableAsync("webhooks"))
        {
            await connection.ExecuteAsync(Command($"UPDATE webhooks SET sequence = sequence + {offset}", cancellationToken, transaction));
        }

        // Without the table it gets its first history when it is opened, which no index knows either.
        if (await HasTableAsync("archive_histories"))
        {
            await connection.ExecuteAsync(Command(
                "INSERT INTO archive_histories (number, name, since) SELECT MAX(number) + 1, lower(hex(randomblob(8))), 0 FROM archive_histories", cancellationToken, transaction));
        }

        await connection.ExecuteAsync(Command($"UPDATE archive_state SET sequence = sequence + {offset}", cancellationToken, transaction));
        await transaction.CommitAsync(cancellationToken);

        async Task<bool> HasTableAsync(string name) =>
            await connection.ExecuteScalarAsync<int>(Command($"SELECT COUNT(*) FROM sqlite_master WHERE name = '{name}'", cancellationToken, transaction)) > 0;
    }

    private static async Task<string?> SetAsideAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        await LeaveLogAsync(path, cancellationToken);
        var kept = $"{path}.before-{time.GetUtcNow():yyyyMMdd-HHmmss}";
        File.Move(path, kept, overwrite: true);
        foreach (var companion in (string[])[path + "-wal", path + "-shm"])
        {
            if (File.Exists(companion))
            {
                File.Move(companion, kept + companion[path.Length..], overwrite: true);
            }
        }

        return kept;
    }

    /// <summary>Leaves the write-ahead log, which SQLite allows only to whoever has the file alone. A damaged archive is set aside as it is.</summary>
    private static async Task LeaveLogAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(path, cancellationToken);
            await connection.ExecuteScalarAsync<string>(Command("PRAGMA journal_mode = DELETE", cancellationToken));
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 5 or 6)
        {
            throw new IOException("The archive is in use: stop the server, then restore.", e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26)
        {
            // SQLITE_CORRUPT and SQLITE_NOTADB are why one restores.
        }
    }

    private static async Task<SqliteConnection> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 2 }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static CommandDefinition Command(string sql, CancellationToken cancellationToken, DbTransaction? transaction = null) =>
        new(sql, transaction: transaction, cancellationToken: cancellationToken);
}
