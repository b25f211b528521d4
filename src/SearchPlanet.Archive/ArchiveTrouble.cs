using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace SearchPlanet.Archive;

/// <summary>Tells trouble that passes by itself from trouble that somebody must see to.</summary>
public static class ArchiveTrouble
{
    /// <summary>An operator has stopped the server, it has crashed, or it is not up yet (class 57P).</summary>
    private const string ServerStops = "57P";

    /// <summary>A standby answers where the primary should: the hosts are changing places.</summary>
    private const string ReadOnly = "25006";

    /// <summary>Whether an archive failed for a reason that does not lie in what it was asked: it cannot be reached, stops, starts, or changes over to another machine.</summary>
    public static bool IsPassing(Exception failure) => failure switch
    {
        PostgresException answer => answer.IsTransient || answer.SqlState is ReadOnly || answer.SqlState.StartsWith(ServerStops, StringComparison.Ordinal),
        NpgsqlException => true,
        DbException other => other.IsTransient,
        TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether nothing can be written where the archive lies: the disk is full, broken or read-only, or the files are another user's.</summary>
    public static bool IsOfTheDisk(Exception failure) =>
        failure is SqliteException { SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN }
            or PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.IoError };
}
