using System.Text.Json.Serialization;
using SearchPlanet.Archive;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Server.Api.Contracts;

/// <summary>A standing query.</summary>
internal sealed record WebhookAnswer
{
    public required string Id { get; init; }
    public required string Owner { get; init; }
    public required string Url { get; init; }
    public required string Query { get; init; }

    /// <summary>How the query is read, as in a search's answer.</summary>
    public required string Normalized { get; init; }

    public required IReadOnlyList<QueryNote> Notes { get; init; }

    /// <summary><c>active</c> or <c>dead</c>.</summary>
    public required string State { get; init; }

    public required DateTime Created { get; init; }
    public DateTime? LastDelivery { get; init; }
    public int Failures { get; init; }
    public string? LastError { get; init; }

    /// <summary>Only in the answer that made it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    /// <summary>The last ones; only where one webhook is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Delivery>? Deliveries { get; init; }

    public static WebhookAnswer Of(Webhook webhook)
    {
        var parsed = QueryParser.Parse(webhook.Query);
        return new WebhookAnswer
        {
            Id = webhook.Id,
            Owner = webhook.Owner,
            Url = webhook.Url,
            Query = webhook.Query,
            Normalized = parsed.Normalized,
            Notes = parsed.Notes,
            State = webhook.State.ToString().ToLowerInvariant(),
            Created = webhook.Created.UtcDateTime,
            LastDelivery = webhook.LastDelivery?.UtcDateTime,
            Failures = webhook.Failures,
            LastError = webhook.LastError,
        };
    }

    /// <param name="State"><c>pending</c>, <c>delivered</c>, <c>dead</c> or <c>dropped</c>.</param>
    /// <param name="NextAttempt">Null unless pending.</param>
    internal sealed record Delivery(string Id, string PostId, string State, int Attempts, DateTime Changed, DateTime? NextAttempt, string? Error)
    {
        public static Delivery Of(WebhookDelivery delivery) => new(
            delivery.Id, delivery.PostId, delivery.State.ToString().ToLowerInvariant(), delivery.Attempts, delivery.Changed.UtcDateTime,
            delivery.State == WebhookDeliveryState.Pending ? delivery.NextAttempt.UtcDateTime : null, delivery.LastError);
    }
}
