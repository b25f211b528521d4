using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd.Browsing;

/// <summary>Every kind of page that the site has, as an address over the samples.</summary>
internal static class SitePages
{
    /// <summary>A post's address holds an id that is found by searching for what follows.</summary>
    private const string PostTitled = "post titled ";

    /// <summary>Names for people and files, and where it is: see <see cref="AddressAsync"/>.</summary>
    public static TheoryData<string, string> All => new()
    {
        { "home", "/" },
        { "search", "/search?q=django+migrations" },
        { "search-filtered", "/search?q=postgresql&tag=performance&planet=django" },
        { "search-code", "/search?q=select_related" },
        { "search-nothing", "/search?q=zeppelin+flugverbot" },
        { "search-odd", "/search?q=foo%3A%28+%22unclosed" },
        { "post", PostTitled + "A Django test suite from 14 minutes to 2" },
        { "tag", "/tags/django" },
        { "author", "/authors/Ramona%20Feld" },
        { "source", "/sources/ramona-feld.example" },
        { "planet", "/planets/python" },
        { "missing", "/missing" },
        { "tags", "/tags" },
        { "sources", "/sources" },
        { "status", "/status" },
        { "help", "/help/query" },
        { "api", "/api" },
        { "about", "/about" },
        { "not-found", "/no/such/page" },
    };

    /// <summary>The path of a page.</summary>
    public static async Task<string> AddressAsync(Site site, string path, CancellationToken cancellationToken)
    {
        if (!path.StartsWith(PostTitled, StringComparison.Ordinal))
        {
            return path;
        }

        var query = Uri.EscapeDataString($"title:\"{path[PostTitled.Length..]}\" kind:post");
        var answer = await site.GetAsync($"/api/v1/search?limit=1&q={query}", cancellationToken);
        return $"/posts/{answer["hits"]![0]!["id"]}";
    }
}
