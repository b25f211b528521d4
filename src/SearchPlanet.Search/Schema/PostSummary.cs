using SearchPlanet.Posts;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Search.Schema;

/// <summary>What a result list shows of a post, apart from what depends on the query.</summary>
internal sealed record PostSummary
{
    public required string Id { get; init; }
    public string? Url { get; init; }
    public required string Title { get; init; }
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
    public string? PartOf { get; init; }
}
