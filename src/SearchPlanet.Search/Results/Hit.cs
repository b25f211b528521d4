using SearchPlanet.Posts;

namespace SearchPlanet.Search.Results;

/// <summary>One story found. Everything here but the snippets comes from the index's summary section, so that a result list costs little.</summary>
public sealed record Hit
{
    public required string Id { get; init; }
    public string? Url { get; init; }
    public required string Title { get; init; }

    /// <summary>The title escaped, with <c>&lt;mark&gt;</c> around what matched.</summary>
    public required string TitleHtml { get; init; }

    public IReadOnlyList<Snippet> Snippets { get; init; } = [];

    /// <summary>The beginning of the text, plain, at most 300 characters.</summary>
    public string Excerpt { get; init; } = "";

    public IReadOnlyList<string> Authors { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];
    public PostKind Kind { get; init; }
    public string? Language { get; init; }
    public DateTimeOffset? Published { get; init; }
    public DateConfidence DateConfidence { get; init; }
    public DateTimeOffset? Updated { get; init; }
    public IReadOnlyList<SourceInfo> Sources { get; init; } = [];
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Versions { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
    public bool HasCode { get; init; }
    public int Words { get; init; }
    public string? EarlierVersion { get; init; }

    /// <summary>The id of the newsletter that lists it; null for posts of their own.</summary>
    public string? PartOf { get; init; }

    /// <summary>A version that the query names and that came out after the post: <c>Django 6.0</c>; null for most.</summary>
    public string? WrittenBefore { get; init; }

    /// <summary>The id of the hit above on this page that stands for this one too: the first of more than three posts of one author within three days; null for most.</summary>
    public string? FoldedUnder { get; init; }

    /// <summary>Null when hits are not ordered by relevance.</summary>
    public float? Score { get; init; }

    /// <summary>The parts of the score in words; null unless asked for.</summary>
    public string? Explanation { get; init; }
}
