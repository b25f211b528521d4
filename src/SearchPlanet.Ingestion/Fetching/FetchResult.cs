namespace SearchPlanet.Ingestion.Fetching;

/// <summary>What a fetch brought.</summary>
public sealed record FetchResult
{
    public required FetchOutcome Outcome { get; init; }

    /// <summary>The address that gave the last answer, after redirects.</summary>
    public required Uri Url { get; init; }

    /// <summary>HTTP status of the last answer; null when none came.</summary>
    public int? Status { get; init; }

    /// <summary>In plain words; null when there is nothing to complain about.</summary>
    public string? Error { get; init; }

    /// <summary>The document, decompressed; empty without one.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The connection ended before the body did; what came is in <see cref="Body"/>, and validators are withheld.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Of the last answer; names in lower case, repeated ones joined with a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the permanent redirects (301, 308) at the beginning of the way led; null when the first answer was no such redirect.</summary>
    public Uri? PermanentUrl { get; init; }

    /// <summary>Every address asked, in order, the last one included.</summary>
    public IReadOnlyList<Uri> Hops { get; init; } = [];

    /// <summary>How long the server asks to wait; null when it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long the answer stays fresh, which is the least time to the next check; null when the server does not say.</summary>
    public TimeSpan? Freshness { get; init; }

    public string? ContentType => Headers.GetValueOrDefault("content-type");

    /// <summary>Verbatim, quotes and all.</summary>
    public string? ETag => IsTruncated ? null : Headers.GetValueOrDefault("etag");

    /// <summary>Verbatim.</summary>
    public string? LastModified => IsTruncated ? null : Headers.GetValueOrDefault("last-modified");
}
