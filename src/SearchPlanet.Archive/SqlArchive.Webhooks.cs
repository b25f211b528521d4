using System.Data.Common;
using Dapper;

namespace SearchPlanet.Archive;

/// <content>Standing queries.</content>
public abstract partial class SqlArchive
{
    private const string DeliveryColumns =
        "id AS Id, webhook_id AS WebhookId, post_id AS PostId, sequence AS Sequence, state AS State, attempts AS Attempts, "
        + "next_attempt AS NextAttempt, changed AS Changed, last_error AS LastError";

    public Task AddWebhookAsync(Webhook webhook, CancellationToken cancellationToken) => ChangeAsync(
        (connection, transaction) => connection.ExecuteAsync(Command(
            """
            INSERT INTO webhooks (id, owner, url, query, secret, created, state, sequence, failures)
            VALUES (@Id, @Owner, @Url, @Query, @Secret, @created, @state, @Sequence, 0)
            """,
            new
            {
                webhook.Id, webhook.Owner, webhook.Url, webhook.Query, webhook.Secret, webhook.Sequence,
                created = webhook.Created.ToUnixTimeMilliseconds(), state = (int)webhook.State,
            },
            cancellationToken,
            transaction)),
        cancellationToken);

    public async Task<IReadOnlyList<Webhook>> ListWebhooksAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<WebhookRow>(Command(
            """
            SELECT id AS Id, owner AS Owner, url AS Url, query AS Query, secret AS Secret, created AS Created, state AS State,
                   sequence AS Sequence, failures AS Failures, last_delivery AS LastDelivery, last_error AS LastError
            FROM webhooks ORDER BY created, id
            """,
            null,
            cancellationToken));
        return [.. rows.Select(r => r.ToWebhook())];
    }

    public Task<bool> RemoveWebhookAsync(string id, CancellationToken cancellationToken)
    {
        return ChangeAsync(RemoveAsync, cancellationToken);

        async Task<bool> RemoveAsync(DbConnection connection, DbTransaction transaction)
        {
            await connection.ExecuteAsync(Command("DELETE FROM webhook_deliveries WHERE webhook_id = @id", new { id }, cancellationToken, transaction));
            return await connection.ExecuteAsync(Command("DELETE FROM webhooks WHERE id = @id", new { id }, cancellationToken, transaction)) > 0;
        }
    }

    public Task<bool> ResumeWebhookAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        return ChangeAsync(ResumeAsync, cancellationToken);

        async Task<bool> ResumeAsync(DbConnection connection, DbTransaction transaction)
        {
            await connection.ExecuteAsync(Command(
                "UPDATE webhook_deliveries SET attempts = 0, next_attempt = @at WHERE webhook_id = @id AND state = @pending",
                new { id, at = now.ToUnixTimeMilliseconds(), pending = (int)WebhookDeliveryState.Pending },
                cancellationToken,
                transaction));
            return await connection.ExecuteAsync(Command(
                "UPDATE webhooks SET state = @active, failures = 0, last_error = NULL WHERE id = @id",
                new { id, active = (int)WebhookState.Active },
                cancellationToken,
                transaction)) > 0;
        }
    }

    public async Task<IReadOnlyList<NewPost>> ReadPostSequenceAsync(long after, long upTo, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(long Sequence, string Id, long FirstSeen)>(Command(
            "SELECT sequence, id, first_seen FROM posts WHERE sequence > @after AND sequence <= @upTo AND removed = 0 ORDER BY sequence LIMIT @limit",
            new { after, upTo, limit },
            cancellationToken));
        return [.. rows.Select(r => new NewPost(r.Sequence, r.Id, DateTimeOffset.FromUnixTimeMilliseconds(r.FirstSeen)))];
    }

    public Task<bool> QueueDeliveriesAsync(
        string webhookId, long from, long to, IReadOnlyList<NewPost> posts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        return ChangeAsync(QueueAsync, cancellationToken);

        async Task<bool> QueueAsync(DbConnection connection, DbTransaction transaction)
        {
            var moved = await connection.ExecuteAsync(Command(
                "UPDATE webhooks SET sequence = @to WHERE id = @webhookId AND sequence = @from", new { webhookId, from, to }, cancellationToken, transaction));
            if (moved == 0)
            {
                return false;
            }

            var writer = new RowWriter(
                connection,
                transaction,
                "webhook_deliveries",
                ["id", "webhook_id", "post_id", "sequence", "state", "attempts", "next_attempt", "changed"],
                "ON CONFLICT (id) DO NOTHING");
            var at = now.ToUnixTimeMilliseconds();
            foreach (var post in posts)
            {
                writer.Add(WebhookDelivery.IdOf(webhookId, post.Id), webhookId, post.Id, post.Sequence, (int)WebhookDeliveryState.Pending, 0, at, at);
            }

            await writer.WriteAsync(cancellationToken);
            return true;
        }
    }

    public Task<IReadOnlyList<WebhookDelivery>> LeaseDeliveriesAsync(
        DateTimeOffset now, DateTimeOffset leasedUntil, int count, CancellationToken cancellationToken)
    {
        return ChangeAsync(LeaseAsync, cancellationToken);

        async Task<IReadOnlyList<WebhookDelivery>> LeaseAsync(DbConnection connection, DbTransaction transaction)
        {
            var rows = await connection.QueryAsync<DeliveryRow>(Command(
                $"""
                UPDATE webhook_deliveries SET leased_until = @until WHERE id IN (
                    SELECT id FROM webhook_deliveries
                    WHERE state = @pending AND next_attempt <= @at AND (leased_until IS NULL OR leased_until <= @at)
                        AND webhook_id IN (SELECT id FROM webhooks WHERE state = @active)
                    ORDER BY attempts, sequence LIMIT @count {SkipLocked})
                RETURNING {DeliveryColumns}
                """,
                new
                {
                    pending = (int)WebhookDeliveryState.Pending, active = (int)WebhookState.Active,
                    at = now.ToUnixTimeMilliseconds(), until = leasedUntil.ToUnixTimeMilliseconds(), count,
                },
                cancellationToken,
                transaction));
            return [.. rows.Select(r => r.ToDelivery()).OrderBy(d => d.Attempts).ThenBy(d => d.Sequence)];
        }
    }

    public Task SaveAttemptAsync(WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken cancellationToken)
    {
        return ChangeAsync(SaveAsync, cancellationToken);

        async Task<bool> SaveAsync(DbConnection connection, DbTransaction transaction)
        {
            var at = attempt.At.ToUnixTimeMilliseconds();
            var retryAt = attempt.RetryAt?.ToUnixTimeMilliseconds();
            await ExecuteAsync(
                """
                UPDATE webhook_deliveries SET state = @state, attempts = @attempts, next_attempt = COALESCE(@retryAt, next_attempt),
                    leased_until = NULL, changed = @at, last_error = @Error WHERE id = @Id
                """,
                new { state = (int)attempt.State, attempts = delivery.Attempts + 1, retryAt, at, attempt.Error, delivery.Id });
            if (attempt.State == WebhookDeliveryState.Delivered)
            {
                await ExecuteAsync(
                    "UPDATE webhooks SET failures = 0, last_delivery = @at, last_error = NULL WHERE id = @WebhookId", new { at, delivery.WebhookId });
            }
            else if (attempt.Error is not null)
            {
                await ExecuteAsync(
                    "UPDATE webhooks SET failures = failures + 1, last_error = @Error, state = CASE WHEN @ends = 1 THEN @dead ELSE state END WHERE id = @WebhookId",
                    new { attempt.Error, ends = attempt.EndsWebhook ? 1 : 0, dead = (int)WebhookState.Dead, delivery.WebhookId });
                await ExecuteAsync(
                    "UPDATE webhook_deliveries SET next_attempt = @retryAt WHERE webhook_id = @WebhookId AND state = @pending AND next_attempt < @retryAt",
                    new { retryAt, delivery.WebhookId, pending = (int)WebhookDeliveryState.Pending });
            }

            return true;

            Task ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(Command(sql, parameters, cancellationToken, transaction));
        }
    }

    public Task ReleaseDeliveryAsync(string id, DateTimeOffset notBefore, CancellationToken cancellationToken) => ChangeAsync(
        (connection, transaction) => connection.ExecuteAsync(Command(
            "UPDATE webhook_deliveries SET leased_until = NULL, next_attempt = CASE WHEN next_attempt < @at THEN @at ELSE next_attempt END WHERE id = @id",
            new { id, at = notBefore.ToUnixTimeMilliseconds() }, cancellationToken, transaction)),
        cancellationToken);

    public async Task<WebhookQueue> CountDeliveriesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var (waiting, oldest) = await connection.QuerySingleAsync<(long Waiting, long? Oldest)>(Command(
            """
            SELECT COUNT(*), MIN(p.first_seen) FROM webhook_deliveries d
                JOIN webhooks w ON w.id = d.webhook_id AND w.state = @active
                JOIN posts p ON p.id = d.post_id
            WHERE d.state = @pending
            """,
            new { active = (int)WebhookState.Active, pending = (int)WebhookDeliveryState.Pending },
            cancellationToken));
        return new WebhookQueue((int)waiting, oldest is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null);
    }

    public async Task<IReadOnlyList<WebhookDelivery>> ListDeliveriesAsync(string webhookId, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<DeliveryRow>(Command(
            $"SELECT {DeliveryColumns} FROM webhook_deliveries WHERE webhook_id = @webhookId ORDER BY changed DESC, sequence DESC LIMIT @limit",
            new { webhookId, limit },
            cancellationToken));
        return [.. rows.Select(r => r.ToDelivery())];
    }

    private sealed class WebhookRow
    {
        public string Id { get; init; } = "";

        public string Owner { get; init; } = "";

        public string Url { get; init; } = "";

        public string Query { get; init; } = "";

        public string Secret { get; init; } = "";

        public long Created { get; init; }

        public long State { get; init; }

        public long Sequence { get; init; }

        public long Failures { get; init; }

        public long? LastDelivery { get; init; }

        public string? LastError { get; init; }

        public Webhook ToWebhook() => new()
        {
            Id = Id,
            Owner = Owner,
            Url = Url,
            Query = Query,
            Secret = Secret,
            Created = DateTimeOffset.FromUnixTimeMilliseconds(Created),
            State = (WebhookState)State,
            Sequence = Sequence,
            Failures = (int)Failures,
            LastDelivery = LastDelivery is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            LastError = LastError,
        };
    }

    private sealed class DeliveryRow
    {
        public string Id { get; init; } = "";

        public string WebhookId { get; init; } = "";

        public string PostId { get; init; } = "";

        public long Sequence { get; init; }

        public long State { get; init; }

        public long Attempts { get; init; }

        public long NextAttempt { get; init; }

        public long Changed { get; init; }

        public string? LastError { get; init; }

        public WebhookDelivery ToDelivery() => new(
            Id, WebhookId, PostId, Sequence, (WebhookDeliveryState)State, (int)Attempts,
            DateTimeOffset.FromUnixTimeMilliseconds(NextAttempt), DateTimeOffset.FromUnixTimeMilliseconds(Changed), LastError);
    }
}
