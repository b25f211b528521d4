using System.Data.Common;
using System.Text.Json;
using Dapper;
using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <content>Subscriptions, one record each.</content>
public abstract partial class SqlArchive
{
    /// <summary>Feeds asked for in one statement.</summary>
    private const int MaxNames = 256;

    public async Task<IReadOnlyList<FeedRecord>> ListFeedsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var records = await connection.QueryAsync<string>(Command("SELECT record FROM feeds ORDER BY url_key", null, cancellationToken));
        return records.Select(ToFeed).ToList();
    }

    public async Task<IReadOnlyList<FeedRecord>> FindFeedsAsync(IReadOnlyCollection<string> urls, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var records = new List<string>();
        foreach (var chunk in urls.Select(FeedKey).Distinct(StringComparer.Ordinal).Chunk(MaxNames))
        {
            var parameters = new DynamicParameters();
            foreach (var (number, key) in chunk.Index())
            {
                parameters.Add($"k{number}", key);
            }

            var names = string.Join(", ", parameters.ParameterNames.Select(name => "@" + name));
            records.AddRange(await connection.QueryAsync<string>(Command($"SELECT record FROM feeds WHERE url_key IN ({names})", parameters, cancellationToken)));
        }

        return records.ConvertAll(ToFeed);
    }

    public async Task<FeedRecord?> GetFeedAsync(string idOrUrl, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await FindFeedAsync(connection, null, idOrUrl, cancellationToken);
    }

    public Task<FeedRecord> AddFeedAsync(FeedRecord feed, CancellationToken cancellationToken)
    {
        return ChangeAsync(AddAsync, cancellationToken);

        async Task<FeedRecord> AddAsync(DbConnection connection, DbTransaction transaction)
        {
            await connection.ExecuteAsync(Command(
                "INSERT INTO feeds (id, url_key, state, next_check, record) VALUES (@Id, @UrlKey, @State, @NextCheck, @Record) ON CONFLICT DO NOTHING",
                ToRow(feed),
                cancellationToken,
                transaction));

            // A feed that has moved keeps the id of its first address.
            return await FindFeedAsync(connection, transaction, feed.Url, cancellationToken)
                ?? (await FindFeedAsync(connection, transaction, feed.Id, cancellationToken))!;
        }
    }

    public Task SaveFeedAsync(FeedRecord feed, CancellationToken cancellationToken)
    {
        return ChangeAsync(SaveAsync, cancellationToken);

        async Task<bool> SaveAsync(DbConnection connection, DbTransaction transaction)
        {
            var row = ToRow(feed);
            var other = await connection.ExecuteScalarAsync<string?>(Command(
                "SELECT id FROM feeds WHERE url_key = @UrlKey AND id <> @Id", row, cancellationToken, transaction));
            return other is not null
                ? throw new ArgumentException($"The feed {other} has the address {feed.Url} already.", nameof(feed))
                : await connection.ExecuteAsync(Command(
                    "UPDATE feeds SET url_key = @UrlKey, state = @State, next_check = @NextCheck, leased_until = NULL, record = @Record WHERE id = @Id",
                    row,
                    cancellationToken,
                    transaction)) > 0;
        }
    }

    public Task<bool> RemoveFeedAsync(string id, CancellationToken cancellationToken)
    {
        return ChangeAsync(RemoveAsync, cancellationToken);

        async Task<bool> RemoveAsync(DbConnection connection, DbTransaction transaction)
        {
            await connection.ExecuteAsync(Command(
                "UPDATE websub SET state = @ending, next_request = 0, attempts = 0 WHERE feed_id = @id",
                new { id, ending = (int)WebSubState.Ending },
                cancellationToken,
                transaction));
            return await connection.ExecuteAsync(Command("DELETE FROM feeds WHERE id = @id", new { id }, cancellationToken, transaction)) > 0;
        }
    }

    private static async Task<FeedRecord?> FindFeedAsync(DbConnection connection, DbTransaction? transaction, string idOrUrl, CancellationToken cancellationToken)
    {
        var record = await connection.ExecuteScalarAsync<string?>(Command(
            "SELECT record FROM feeds WHERE id = @id OR url_key = @urlKey", new { id = idOrUrl, urlKey = FeedKey(idOrUrl) }, cancellationToken, transaction));
        return record is null ? null : ToFeed(record);
    }

    private static string FeedKey(string url) => CanonicalUrl.KeyOf(url) ?? url.Trim();

    private static FeedRow ToRow(FeedRecord feed) => new(
        feed.Id, FeedKey(feed.Url), (int)feed.State, feed.NextCheck.ToUnixTimeMilliseconds(), JsonSerializer.Serialize(feed, ArchiveJson.Default.FeedRecord));

    private static FeedRecord ToFeed(string record) => JsonSerializer.Deserialize(record, ArchiveJson.Default.FeedRecord)!;

    private sealed record FeedRow(string Id, string UrlKey, int State, long NextCheck, string Record);
}
