using System.Text.Json.Serialization;
using SearchPlanet.Posts;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Server.Api.Contracts;

/// <summary>One story, as search results and <c>/api/v1/posts/{id}</c> show it.</summary>
internal sealed record HitAnswer
{
    public required string Id { get; init; }
    public string? Url { get; init; }
    public required string Title { get; init; }
    public required string TitleHtml { get; init; }
    public required IReadOnlyList<Snippet> Snippets { get; init; }
    public required string Excerpt { get; init; }
    public required IReadOnlyList<string> Authors { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required string Kind { get; init; }
    public string? Language { get; init; }
    public DateTime? Published { get; init; }
    public required string DateConfidence { get; init; }
    public DateTime? Updated { get; init; }
    public required IReadOnlyList<SourceInfo> Sources { get; init; }
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Versions { get; init; }
    public bool HasCode { get; init; }
    public int Words { get; init; }
    public string? EarlierVersion { get; init; }

    /// <summary>The newsletter that lists it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PartOf { get; init; }

    /// <summary>A version that the query names and that came out after the post.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WrittenBefore { get; init; }

    /// <summary>The hit of this page under which a list may fold this one: the fourth and later of one author within days.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FoldedUnder { get; init; }

    public float? Score { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Explanation { get; init; }

    public static HitAnswer Of(Hit hit) => new()
    {
        Id = hit.Id,
        Url = hit.Url,
        Title = hit.Title,
        TitleHtml = hit.TitleHtml,
        Snippets = hit.Snippets,
        Excerpt = hit.Excerpt,
        Authors = hit.Authors,
        Tags = hit.Tags,
        Kind = NameOf(hit.Kind),
        Language = hit.Language,
        Published = hit.Published?.UtcDateTime,
        DateConfidence = NameOf(hit.DateConfidence),
        Updated = hit.Updated?.UtcDateTime,
        Sources = hit.Sources,
        Versions = hit.Versions,
        HasCode = hit.HasCode,
        Words = hit.Words,
        EarlierVersion = hit.EarlierVersion,
        PartOf = hit.PartOf,
        WrittenBefore = hit.WrittenBefore,
        FoldedUnder = hit.FoldedUnder,
        Score = hit.Score,
        Explanation = hit.Explanation,
    };

    public static string NameOf(PostKind kind) => kind switch
    {
        PostKind.Link => "link",
        PostKind.Quote => "quote",
        PostKind.Newsletter => "newsletter",
        PostKind.Transcript => "transcript",
        PostKind.Release => "release",
        _ => "post",
    };

    private static string NameOf(DateConfidence confidence) => confidence switch
    {
        Posts.DateConfidence.Feed => "feed",
        Posts.DateConfidence.FirstSeen => "first-seen",
        _ => "unknown",
    };
}
