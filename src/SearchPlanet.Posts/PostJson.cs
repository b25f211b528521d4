using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SearchPlanet.Posts;

/// <summary>Posts as JSON Lines: the form of import and export.</summary>
public static partial class PostJson
{
    // Not for HTML pages: readable text in every language, half the size for those that are not English.
    private static readonly PostLineJson Json = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault,
    });

    private static readonly HashSet<string> NameSuffixes = new(StringComparer.OrdinalIgnoreCase)
    {
        "inc", "inc.", "ltd", "ltd.", "llc", "llc.", "gmbh", "jr", "jr.", "sr", "sr.", "phd", "ph.d.", "md", "ii", "iii",
    };

    /// <summary>Reads one line.</summary>
    /// <param name="source">The blog to name for a post that names none and has no address; null for no name.</param>
    /// <param name="planet">The planet to name for a post that names none.</param>
    /// <exception cref="JsonException">No JSON object, or a field of the wrong type.</exception>
    /// <exception cref="FormatException">Neither title nor body, or a kind that does not exist.</exception>
    public static IncomingPost Read(ReadOnlySpan<byte> line, string? source, string? planet)
    {
        var post = JsonSerializer.Deserialize(line, Json.PostLine) ?? throw new FormatException("The line is null.");
        var body = post.Html ?? post.Text;
        var title = string.IsNullOrWhiteSpace(post.Title) ? post.Url : post.Title;
        if (string.IsNullOrWhiteSpace(title))
        {
            throw new FormatException("The post has neither title nor url.");
        }

        if (body is null)
        {
            throw new FormatException("The post has neither html nor text.");
        }

        var sources = post.Sources?.Select(s => new PostSource(s.Id, s.Title, s.Planet, s.Guid, s.Url, s.FeedUrl)).ToList() ?? [];
        if (sources.Count == 0)
        {
            sources.Add(SourceOf(post.Source ?? source, post.Url, post.Planet ?? planet));
        }

        return new IncomingPost
        {
            Id = post.Id,
            Url = post.Url,
            Title = title,
            Authors = post.Authors ?? SplitNames(post.Author),
            Tags = post.Tags ?? [],
            // What an archive clamped or never knew must not become the feed's word in the next.
            Published = post.DateConfidence is null or "feed" ? post.Published : null,
            SeenAppearing = post.DateConfidence == "first-seen",
            Updated = post.Updated,
            Kind = KindOf(post.Kind),
            Language = post.Language,
            Html = post.Html,
            Text = post.Html is null ? post.Text : null,
            IsExcerpt = post.IsExcerpt,
            EarlierVersion = post.EarlierVersion,
            PartOf = post.PartOf,
            FirstSeen = post.FirstSeen,
            Source = sources[0],
            AlsoFrom = sources.GetRange(1, sources.Count - 1),
        };
    }

    /// <summary>Writes one line, without its end.</summary>
    public static byte[] Write(Post post)
    {
        var lead = post.Sources[0];
        return JsonSerializer.SerializeToUtf8Bytes(
            new PostLine
            {
                Id = post.Id,
                Url = post.Url,
                Title = post.Title,
                Authors = post.Authors.Count == 0 ? null : post.Authors,
                Tags = post.Tags.Count == 0 ? null : post.Tags,
                Published = post.Published,
                Updated = post.Updated,
                Source = lead.Id,
                Planet = lead.Planet,
                Kind = NameOf(post.Kind),
                Language = post.Language,
                Html = post.Html,
                Text = post.Text,
                FirstSeen = post.FirstSeen,
                DateConfidence = NameOf(post.DateConfidence),
                IsExcerpt = post.IsExcerpt,
                EarlierVersion = post.EarlierVersion,
                PartOf = post.PartOf,
                Sources = post.Sources.Select(s => new PostLineSource(s.Id, s.Title, s.Planet, s.Guid, s.Url, s.FeedUrl)).ToList(),
            },
            Json.PostLine);
    }

    /// <summary>The API's and the files' name of a kind.</summary>
    public static string NameOf(PostKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The API's and the files' name of a confidence.</summary>
    public static string NameOf(DateConfidence confidence) => confidence switch
    {
        DateConfidence.Feed => "feed",
        DateConfidence.FirstSeen => "first-seen",
        _ => "unknown",
    };

    /// <summary>Names in one string, parted by commas; <c>Example, Inc.</c> is one.</summary>
    internal static List<string> SplitNames(string? names)
    {
        var split = new List<string>();
        foreach (var name in (names ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (split.Count > 0 && NameSuffixes.Contains(name))
            {
                split[^1] += ", " + name;
            }
            else
            {
                split.Add(name);
            }
        }

        return split;
    }

    private static PostSource SourceOf(string? name, string? url, string? planet)
    {
        var id = name is not null && HostPattern().IsMatch(name)
            ? name.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? name[4..].ToLowerInvariant() : name.ToLowerInvariant()
            : SourceIdentity.FromUrl(url) ?? (name is null ? "" : SourceIdentity.FromName(name));
        return new PostSource(id, name ?? id, planet, null, url, null);
    }

    private static PostKind KindOf(string? kind) =>
        string.IsNullOrEmpty(kind) ? PostKind.Post
        : Enum.TryParse<PostKind>(kind, ignoreCase: true, out var known) && !char.IsAsciiDigit(kind[0]) ? known
        : throw new FormatException($"There is no kind '{kind}'.");

    [GeneratedRegex(@"^[A-Za-z0-9.-]+\.[A-Za-z]{2,}(/[A-Za-z0-9~@_.-]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HostPattern();
}
