using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace SearchPlanet.Archive;

/// <summary>A database file that is no archive, or no whole one. The message says what is wrong and what to do.</summary>
public sealed class ArchiveDamagedException : IOException
{
    public ArchiveDamagedException()
    {
    }

    public ArchiveDamagedException(string message)
        : base(message)
    {
    }

    public ArchiveDamagedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether a failure of the database means that what it keeps is damaged, rather than out of reach.</summary>
    public static bool IsMeantBy(Exception failure) =>
        failure is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB }
            or PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted };
}
