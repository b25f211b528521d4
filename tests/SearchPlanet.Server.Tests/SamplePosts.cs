using SearchPlanet.Posts;

namespace SearchPlanet.Server.Tests;

/// <summary>A handful of posts: enough for facets and pages, one of them hostile.</summary>
internal static class SamplePosts
{
    public const string Hostile = "<script>alert(1)</script> & \"quotes\" <b>bold</b>";

    public static IReadOnlyList<IncomingPost> All { get; } =
    [
        Create("a1", "Safe migrations in Django", ["Jane Doe"], ["django", "orm"], new(2025, 12, 1, 18, 0, 0, TimeSpan.Zero),
            "<p>Run the migrations before the new code, with Django 6.0.</p><pre><code>from django.db import migrations</code></pre>"),
        Create("a2", "Async views explained", ["Sam Poe"], ["django", "async"], new(2025, 11, 3, 9, 0, 0, TimeSpan.Zero),
            "<p>An async view awaits; <a href=\"https://blog.example.org/a1/\">migrations</a> do not.</p>"),
        Create("a3", "Zope and Plone today", ["Jane Doe"], ["plone"], new(2024, 5, 20, 9, 0, 0, TimeSpan.Zero),
            "<p>Plone is alive, and its migrations are well documented.</p>"),
        Create("evil", Hostile, ["<img src=x onerror=alert(2)>"], ["\"><svg onload=alert(3)>"], new(2025, 10, 1, 9, 0, 0, TimeSpan.Zero),
            "<p>migrations &lt;script&gt;alert(4)&lt;/script&gt; <img src=x onerror=alert(5)></p>") with { Url = "javascript:alert(6)" },
    ];

    private static IncomingPost Create(string id, string title, string[] authors, string[] tags, DateTimeOffset published, string html) => new()
    {
        Id = id,
        Url = $"https://blog.example.org/{id}/",
        Title = title,
        Authors = authors,
        Tags = tags,
        Published = published,
        Html = html,
        Language = "en",
        Source = new PostSource("blog.example.org", "An Example Blog", "django", $"guid-{id}", $"https://blog.example.org/{id}/", null),
    };
}
