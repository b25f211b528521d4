namespace SearchPlanet.EndToEnd.Browsing;

/// <summary>Every kind of page that the site has, as an address over the samples.</summary>
internal static class SitePages
{
    /// <summary>Names for people and files; the post's address is found by searching.</summary>
    public static TheoryData<string, string> All => new()
    {
        { "home", "/" },
        { "search", "/search?q=django+migrations" },
        { "search-filtered", "/search?q=postgresql&tag=performance&planet=django" },
        { "search-code", "/search?q=select_related" },
        { "search-nothing", "/search?q=zeppelin+flugverbot" },
        { "search-odd", "/search?q=foo%3A%28+%22unclosed" },
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
}
