using System.Data.Common;
using Dapper;

namespace SearchPlanet.Archive;

/// <content>Subscriptions at hubs.</content>
public abstract partial class SqlArchive
{
    private const string WebSubColumns =
        "token AS Token, feed_id AS FeedId, hub AS Hub, topic AS Topic, secret AS Secret, state AS State, expires AS Expires, "
        + "next_request AS NextRequest, attempts AS Attempts";

    public Task SaveWebSubAsync(WebSubSubscription subscription, CancellationToken cancellationToken) => ChangeAsync(
        (connection, transaction) => connection.ExecuteAsync(Command(
            """
            INSERT INTO websub (token, feed_id, hub, topic, secret, state, expires, next_request, attempts)
            VALUES (@Token, @FeedId, @Hub, @Topic, @Secret, @state, @expires, @next, @Attempts)
            ON CONFLICT (token) DO UPDATE SET state = excluded.state, expires = excluded.expires, next_request = excluded.next_request, attempts = excluded.attempts
            """,
            new
            {
                subscription.Token, subscription.FeedId, subscription.Hub, subscription.Topic, subscription.Secret, subscription.Attempts,
                state = (int)subscription.State, expires = subscription.Expires?.ToUnixTimeMilliseconds(), next = subscription.NextRequest.ToUnixTimeMilliseconds(),
            },
            cancellationToken,
            transaction)),
        cancellationToken);

    public async Task<WebSubSubscription?> FindWebSubAsync(string token, CancellationToken cancellationToken) =>
        await QueryWebSubAsync("token = @value", token, cancellationToken) is [var found] ? found : null;

    public Task<IReadOnlyList<WebSubSubscription>> ListWebSubAsync(string feedId, CancellationToken cancellationToken) =>
        QueryWebSubAsync("feed_id = @value", feedId, cancellationToken);

    public Task<IReadOnlyList<WebSubSubscription>> LeaseDueWebSubAsync(DateTimeOffset now, DateTimeOffset retryAt, int count, CancellationToken cancellationToken)
    {
        return ChangeAsync(LeaseAsync, cancellationToken);

        async Task<IReadOnlyList<WebSubSubscription>> LeaseAsync(DbConnection connection, DbTransaction transaction)
        {
            var rows = await connection.QueryAsync<WebSubRow>(Command(
                $"""
                UPDATE websub SET next_request = @retry, attempts = attempts + 1 WHERE token IN (
                    SELECT token FROM websub WHERE next_request <= @at ORDER BY next_request, token LIMIT @count {SkipLocked})
                RETURNING {WebSubColumns}
                """,
                new { at = now.ToUnixTimeMilliseconds(), retry = retryAt.ToUnixTimeMilliseconds(), count },
                cancellationToken,
                transaction));
            return [.. rows.Select(row => row.ToSubscription())];
        }
    }

    public Task PutOffWebSubAsync(WebSubSubscription subscription, DateTimeOffset until, CancellationToken cancellationToken) => ChangeAsync(
        (connection, transaction) => connection.ExecuteAsync(Command(
            "UPDATE websub SET next_request = @until WHERE token = @Token AND attempts = @Attempts AND next_request < @until",
            new { subscription.Token, subscription.Attempts, until = until.ToUnixTimeMilliseconds() },
            cancellationToken,
            transaction)),
        cancellationToken);

    public Task RemoveWebSubAsync(string token, CancellationToken cancellationToken) => ChangeAsync(
        (connection, transaction) => connection.ExecuteAsync(Command("DELETE FROM websub WHERE token = @token", new { token }, cancellationToken, transaction)),
        cancellationToken);

    private async Task<IReadOnlyList<WebSubSubscription>> QueryWebSubAsync(string where, string value, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<WebSubRow>(Command($"SELECT {WebSubColumns} FROM websub WHERE {where} ORDER BY token", new { value }, cancellationToken));
        return [.. rows.Select(row => row.ToSubscription())];
    }

    private sealed record WebSubRow
    {
        public string Token { get; init; } = "";

        public string FeedId { get; init; } = "";

        public string Hub { get; init; } = "";

        public string Topic { get; init; } = "";

        public string Secret { get; init; } = "";

        public int State { get; init; }

        public long? Expires { get; init; }

        public long NextRequest { get; init; }

        public int Attempts { get; init; }

        public WebSubSubscription ToSubscription() => new()
        {
            Token = Token,
            FeedId = FeedId,
            Hub = Hub,
            Topic = Topic,
            Secret = Secret,
            State = (WebSubState)State,
            Expires = Expires is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            NextRequest = DateTimeOffset.FromUnixTimeMilliseconds(NextRequest),
            Attempts = Attempts,
        };
    }
}
