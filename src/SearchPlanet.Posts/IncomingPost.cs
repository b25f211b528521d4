namespace SearchPlanet.Posts;

/// <summary>A post as one feed or file gives it, before the archive decides whether it is new, changed, or known under another address.</summary>
public sealed record IncomingPost
{
    /// <summary>Given by an export or a JSON Lines file; null asks for one made from what is there.</summary>
    public string? Id { get; init; }

    public string? Url { get; init; }

    public required string Title { get; init; }

    public IReadOnlyList<string> Authors { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public DateTimeOffset? Published { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public PostKind Kind { get; init; }

    public string? Language { get; init; }

    public string? Html { get; init; }

    public string? Text { get; init; }

    public bool IsExcerpt { get; init; }

    public string? PartOf { get; init; }

    /// <summary>The id of the post this one is known to rework; brought by an export.</summary>
    public string? EarlierVersion { get; init; }

    /// <summary>When another archive first held it; null when it is new to everybody.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>True when the feed was fetched before and did not hold it: an undated one then appeared now.</summary>
    public bool SeenAppearing { get; init; }

    /// <summary>Further ways by which it is known to have come; brought by an export.</summary>
    public IReadOnlyList<PostSource> AlsoFrom { get; init; } = [];

    public required PostSource Source { get; init; }
}
