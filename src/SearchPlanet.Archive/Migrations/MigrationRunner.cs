using System.Data.Common;
using System.Globalization;
using Dapper;

namespace SearchPlanet.Archive.Migrations;

/// <summary>Applies the numbered scripts of this folder that a database has not seen, in order. The caller holds the lock and the transaction.</summary>
internal static class MigrationRunner
{
    private const string Prefix = "SearchPlanet.Archive.Migrations.";

    private static readonly List<(int Number, string Name)> Scripts = FindScripts();

    /// <summary>The schema that this program speaks.</summary>
    public static int Latest => Scripts[^1].Number;

    /// <summary>Brings the schema up to the last script.</summary>
    /// <exception cref="InvalidOperationException">The database was made by a newer program.</exception>
    public static async Task RunAsync(DbConnection connection, DbTransaction transaction, string clustered, CancellationToken cancellationToken)
    {
        await ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL)");
        var applied = await connection.ExecuteScalarAsync<int?>(Command("SELECT MAX(number) FROM schema_migrations")) ?? 0;
        if (applied > Latest)
        {
            throw new InvalidOperationException(
                $"The archive has schema {applied}, this program knows up to {Latest}: it was opened by a newer version. Run that one, or restore a backup from before.");
        }

        foreach (var (number, name) in Scripts.Where(s => s.Number > applied))
        {
            await ExecuteAsync(Read(name).Replace("{clustered}", clustered, StringComparison.Ordinal));
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO schema_migrations (number, name) VALUES (@number, @name)", new { number, name }, transaction, cancellationToken: cancellationToken));
        }

        Task ExecuteAsync(string sql) => connection.ExecuteAsync(Command(sql));
        CommandDefinition Command(string sql) => new(sql, transaction: transaction, cancellationToken: cancellationToken);
    }

    private static List<(int Number, string Name)> FindScripts() =>
        typeof(MigrationRunner).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..])
            .Select(n => (int.Parse(n.AsSpan(0, 4), CultureInfo.InvariantCulture), n))
            .Order()
            .ToList();

    private static string Read(string name)
    {
        using var stream = typeof(MigrationRunner).Assembly.GetManifestResourceStream(Prefix + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
