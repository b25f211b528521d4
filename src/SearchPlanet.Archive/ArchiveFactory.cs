using Microsoft.Data.Sqlite;
using SearchPlanet.Archive.Postgres;
using SearchPlanet.Archive.Sqlite;

namespace SearchPlanet.Archive;

/// <summary>Opens the archive that the configuration names.</summary>
public static class ArchiveFactory
{
    /// <summary>Opens it; nothing is connected or written before <see cref="IArchive.MigrateAsync"/>.</summary>
    /// <param name="dataDirectory">Where <c>archive.db</c> lives when nothing else is configured; made if absent.</param>
    /// <exception cref="ArgumentException">PostgreSQL without a connection string.</exception>
    public static IArchive Open(ArchiveOptions options, string dataDirectory, TimeProvider time)
    {
        if (options.Provider == ArchiveProvider.Postgres)
        {
            return string.IsNullOrWhiteSpace(options.ConnectionString)
                ? throw new ArgumentException("Archive:ConnectionString must name the PostgreSQL database.", nameof(options))
                : new PostgresArchive(options.ConnectionString, time);
        }

        return new SqliteArchive(SqliteConnectionString(options, dataDirectory), time);
    }

    /// <summary>Puts a backup in the place of the archive, which nobody may have open. The index must be made anew from it.</summary>
    /// <param name="backupPath">What <see cref="IArchive.BackupAsync"/> wrote.</param>
    /// <returns>Where the archive that was there is kept; null when there was none.</returns>
    /// <exception cref="ArchiveDamagedException">The backup is no whole archive of this or an earlier version; nothing was changed.</exception>
    /// <exception cref="IOException">The archive is in use, or a file cannot be read or written; nothing was changed.</exception>
    /// <exception cref="NotSupportedException">PostgreSQL has tools of its own for this.</exception>
    public static async Task<string?> RestoreAsync(
        ArchiveOptions options, string dataDirectory, string backupPath, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.Provider == ArchiveProvider.Postgres)
        {
            throw new NotSupportedException("PostgreSQL is restored with its own tools: pg_restore, or point-in-time recovery.");
        }

        var path = new SqliteConnectionStringBuilder(SqliteConnectionString(options, dataDirectory)).DataSource;
        return await SqliteRestore.RunAsync(backupPath, path, time, cancellationToken);
    }

    private static string SqliteConnectionString(ArchiveOptions options, string dataDirectory)
    {
        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            return options.ConnectionString;
        }

        Directory.CreateDirectory(dataDirectory);
        return new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataDirectory, "archive.db") }.ToString();
    }
}
