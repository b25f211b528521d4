using System.Text.Json.Serialization;

namespace SearchPlanet.Posts;

/// <summary>A post as a line of JSON. The first group is the form that others write; the second is what an export adds so that nothing is lost between two archives.</summary>
internal sealed class PostLine
{
    public string? Id { get; set; }

    public string? Url { get; set; }

    public string? Title { get; set; }

    public string? Author { get; set; }

    public IReadOnlyList<string>? Authors { get; set; }

    public IReadOnlyList<string>? Tags { get; set; }

    public DateTimeOffset? Published { get; set; }

    public DateTimeOffset? Updated { get; set; }

    public string? Source { get; set; }

    public string? Planet { get; set; }

    public string? Kind { get; set; }

    public string? Language { get; set; }

    public string? Html { get; set; }

    public string? Text { get; set; }

    [JsonPropertyName("first_seen")]
    public DateTimeOffset? FirstSeen { get; set; }

    [JsonPropertyName("date_confidence")]
    public string? DateConfidence { get; set; }

    [JsonPropertyName("is_excerpt")]
    public bool IsExcerpt { get; set; }

    [JsonPropertyName("earlier_version")]
    public string? EarlierVersion { get; set; }

    [JsonPropertyName("part_of")]
    public string? PartOf { get; set; }

    public IReadOnlyList<PostLineSource>? Sources { get; set; }
}
