using System.Security.Cryptography;

namespace SearchPlanet.Archive;

/// <summary>A subscription at a feed's hub (W3C WebSub).</summary>
public sealed record WebSubSubscription
{
    /// <summary>What the callback's address ends in; only the hub knows it. 32 hex digits.</summary>
    public required string Token { get; init; }

    public required string FeedId { get; init; }

    /// <summary>Where requests go.</summary>
    public required string Hub { get; init; }

    /// <summary>What the feed calls itself, as the hub knows it.</summary>
    public required string Topic { get; init; }

    /// <summary>The key that deliveries are signed with. 64 hex digits.</summary>
    public required string Secret { get; init; }

    public WebSubState State { get; init; }

    /// <summary>When the hub stops delivering; null until it has said so.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When the hub is to be asked next: to begin, to renew, to end.</summary>
    public DateTimeOffset NextRequest { get; init; }

    /// <summary>Requests since the hub last confirmed one.</summary>
    public int Attempts { get; init; }

    /// <summary>One that is wanted from now on.</summary>
    public static WebSubSubscription Create(string feedId, string hub, string topic, DateTimeOffset now) => new()
    {
        Token = RandomNumberGenerator.GetHexString(32, lowercase: true),
        FeedId = feedId,
        Hub = hub,
        Topic = topic,
        Secret = RandomNumberGenerator.GetHexString(64, lowercase: true),
        NextRequest = now,
    };
}
