using System.Security.Cryptography;

namespace SearchPlanet.Archive;

/// <summary>A standing query: each new post that matches it is posted to an address once.</summary>
public sealed record Webhook
{
    /// <summary>What a secret begins with, by the Standard Webhooks specification; the key in Base64 follows.</summary>
    public const string SecretPrefix = "whsec_";

    private const int SecretBytes = 32;

    public required string Id { get; init; }

    /// <summary>The name of the key that it was registered with.</summary>
    public required string Owner { get; init; }

    public required string Url { get; init; }

    /// <summary>In the query language.</summary>
    public required string Query { get; init; }

    /// <summary><see cref="SecretPrefix"/> and the signing key. Told to the owner once.</summary>
    public required string Secret { get; init; }

    /// <summary>Posts first seen before this are not new.</summary>
    public required DateTimeOffset Created { get; init; }

    public WebhookState State { get; init; }

    /// <summary>The archive's sequence number up to which posts have been matched.</summary>
    public required long Sequence { get; init; }

    /// <summary>Deliveries that failed since the last one that did not.</summary>
    public int Failures { get; init; }

    public DateTimeOffset? LastDelivery { get; init; }

    /// <summary>In plain words; null after a success.</summary>
    public string? LastError { get; init; }

    /// <summary>A new one with an id and a secret of its own.</summary>
    /// <param name="sequence">The archive's last sequence number: only what comes after is looked at.</param>
    public static Webhook Create(string owner, string url, string query, long sequence, DateTimeOffset now) => new()
    {
        Id = "wh_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
        Owner = owner,
        Url = url,
        Query = query,
        Secret = SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)),
        Created = now,
        Sequence = sequence,
    };
}
