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

        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            return new SqliteArchive(options.ConnectionString, time);
        }

        Directory.CreateDirectory(dataDirectory);
        return new SqliteArchive($"Data Source={Path.Combine(dataDirectory, "archive.db")}", time);
    }
}
