namespace SearchPlanet.Posts;

/// <summary>What is derived from a post's body: computed at indexing time by <c>PostContentReader.Read(Post)</c>, never stored in the archive.</summary>
public sealed record PostContent
{
    public IReadOnlyList<Passage> Passages { get; init; } = [];

    /// <summary>The beginning of the prose, at most 300 characters, cut at a word.</summary>
    public string Excerpt { get; init; } = "";

    /// <summary>Words of prose and transcript; code does not count.</summary>
    public int Words { get; init; }

    public bool HasCode { get; init; }

    /// <summary>The language that title and prose are in, two letters (ISO 639-1); null when it cannot be told. What the feed says counts more.</summary>
    public string? Language { get; init; }

    /// <summary>Modules named in import lines of code, dotted, without repeats: <c>django.db.models</c>.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>Versions and documents named in title and text, by family: <c>django → 6.0</c>, <c>python → 3.14</c>, <c>pep → 810</c>, <c>cve → 2025-12345</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Mentions { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Absolute http(s) links out of the body, canonical, without repeats.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}
