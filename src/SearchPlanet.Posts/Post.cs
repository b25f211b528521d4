namespace SearchPlanet.Posts;

/// <summary>One story, however many feeds carry it: what the archive keeps and the index is made from.</summary>
public sealed record Post
{
    /// <summary>Stable for ever: 16 lower-case hex digits, unless an import brought its own.</summary>
    public required string Id { get; init; }

    /// <summary>The canonical link; null where the input gave none.</summary>
    public string? Url { get; init; }

    /// <summary>Plain text, without the author that planets put before it; never empty.</summary>
    public required string Title { get; init; }

    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>As the blog spelt them, folded by <c>TagFolding</c>, without repeats, in the blog's order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>UTC; null when nobody said (see <see cref="DateConfidence"/>).</summary>
    public DateTimeOffset? Published { get; init; }

    public DateTimeOffset? Updated { get; init; }

    /// <summary>When the archive first held it. UTC.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    public DateConfidence DateConfidence { get; init; }

    public PostKind Kind { get; init; }

    /// <summary>BCP 47, lower case (<c>en</c>, <c>pt-br</c>); null when unknown.</summary>
    public string? Language { get; init; }

    /// <summary>At least one; the blog's own before planets.</summary>
    public IReadOnlyList<PostSource> Sources { get; init; } = [];

    /// <summary>The body as fetched, HTML; null when <see cref="Text"/> is set. Never shown as HTML.</summary>
    public string? Html { get; init; }

    /// <summary>The body as fetched, plain text or Markdown; null when <see cref="Html"/> is set.</summary>
    public string? Text { get; init; }

    /// <summary>True when the source gave only the beginning.</summary>
    public bool IsExcerpt { get; init; }

    /// <summary>The id of the post this one is a reworked version of; null for most.</summary>
    public string? EarlierVersion { get; init; }

    /// <summary>The newsletter this link was taken from; null for most.</summary>
    public string? PartOf { get; init; }
}
