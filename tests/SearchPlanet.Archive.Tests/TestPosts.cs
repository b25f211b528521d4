using System.Globalization;
using SearchPlanet.Posts;

namespace SearchPlanet.Archive.Tests;

/// <summary>Posts to put in: each distinct in text unless asked otherwise.</summary>
internal static class TestPosts
{
    private static readonly string[] Vocabulary =
    [
        "query", "model", "index", "lock", "deploy", "cache", "signal", "field", "worker", "plan", "thread", "commit", "branch", "review",
        "kernel", "socket", "buffer", "stream", "parser", "token", "merge", "filter", "column", "table", "cursor", "batch", "schema", "route",
    ];

    public static PostSource Blog(string host = "blog.example", string? guid = null) =>
        new(host, host, null, guid, null, $"https://{host}/feed.xml");

    public static PostSource Planet(string planet = "django", string host = "blog.example", string? guid = null) =>
        new(host, host, planet, guid, null, $"https://planet.example/{planet}.xml");

    public static IncomingPost Post(int number, PostSource? source = null) => new()
    {
        Url = $"https://blog.example/{number}/",
        Title = $"Post {number} of the series",
        Authors = ["Ada"],
        Tags = ["Django ORM", "python3"],
        Published = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(number),
        Html = $"<p>{Words(number, 120)}</p>",
        Source = source ?? Blog(guid: number.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>The same words for the same number.</summary>
    public static string Words(int seed, int count)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));
    }
}
