using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Api;

/// <summary>What describes the site to machines: OpenAPI, OpenSearch, robots.txt and the sitemap.</summary>
internal sealed class DocumentsApi(LiveIndex live, Answers answers, SearchPlanetOptions options, ProblemWriter problems)
{
    /// <summary>Posts in one sitemap; the protocol allows 50,000 addresses.</summary>
    private const int SitemapPosts = 10_000;

    private const int SitemapLists = 20_000;
    private const string SitemapType = "application/xml; charset=utf-8";

    private const string SitemapNamespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private readonly string _site = options.PublicUrl.TrimEnd('/');
    private readonly byte[] _openApi = OpenApi(options.PublicUrl.TrimEnd('/'));

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/openapi/v1.json", context => Answers.SendHashedAsync(context, Answers.Json, _openApi, maxAgeSeconds: 3600));
        routes.MapRead("/opensearch.xml", context =>
            Answers.SendHashedAsync(context, "application/opensearchdescription+xml; charset=utf-8", OpenSearch(), maxAgeSeconds: 3600));
        routes.MapRead("/robots.txt", context => Answers.SendHashedAsync(context, "text/plain; charset=utf-8", Robots(), maxAgeSeconds: 3600));
        routes.MapRead("/sitemap.xml", SitemapAsync);
        routes.MapRead("/sitemap-{name}.xml", SitemapPartAsync);
    }

    private static byte[] OpenApi(string site)
    {
        var document = JsonNode.Parse(EmbeddedFiles.Read("openapi.json"))!;
        document["servers"] = new JsonArray(new JsonObject { ["url"] = site });
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private byte[] OpenSearch() => Xml(xml =>
    {
        xml.WriteStartElement("OpenSearchDescription", "http://a9.com/-/spec/opensearch/1.1/");
        xml.WriteElementString("ShortName", "SearchPlanet");
        xml.WriteElementString("Description", "Search the community's blog posts");
        xml.WriteElementString("InputEncoding", "UTF-8");
        Url("text/html", "results", $"{_site}/search?q={{searchTerms}}");
        Url("application/atom+xml", "results", $"{_site}/search.atom?q={{searchTerms}}");
        Url("application/opensearchdescription+xml", "self", $"{_site}/opensearch.xml");
        xml.WriteEndElement();

        void Url(string type, string relation, string template)
        {
            xml.WriteStartElement("Url");
            xml.WriteAttributeString("type", type);
            xml.WriteAttributeString("rel", relation);
            xml.WriteAttributeString("template", template);
            xml.WriteEndElement();
        }
    });

    // Searches and their facets have no end; posts, tags and sources do, and they are in the sitemap.
    private byte[] Robots() => Encoding.UTF8.GetBytes(
        $"""
        User-agent: *
        Disallow: /search
        Disallow: /api/
        Disallow: /export.ndjson
        Disallow: /missing
        Allow: /

        Sitemap: {_site}/sitemap.xml

        """.ReplaceLineEndings("\n"));

    private Task SitemapAsync(HttpContext context) =>
        answers.SendAsync(context, "/sitemap.xml", SitemapType, () => Task.FromResult<Answer>(SitemapIndex()));

    /// <summary>The sitemaps: one of planets, blogs and tags, and as many of posts as it takes.</summary>
    private byte[] SitemapIndex() => Xml(xml =>
    {
        xml.WriteStartElement("sitemapindex", SitemapNamespace);
        foreach (var name in (string[])["site", .. Enumerable.Range(1, PostPages(live.Searcher)).Select(page => $"posts-{page}")])
        {
            xml.WriteStartElement("sitemap");
            xml.WriteElementString("loc", $"{_site}/sitemap-{name}.xml");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    private Task SitemapPartAsync(HttpContext context)
    {
        var searcher = live.Searcher;
        var name = context.Route("name");
        if (name == "site")
        {
            return SendAsync(SiteEntries(searcher));
        }

        return name.StartsWith("posts-", StringComparison.Ordinal) && int.TryParse(name.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            && page >= 1 && page <= PostPages(searcher)
            ? SendAsync(searcher.Posts((page - 1) * SitemapPosts, SitemapPosts).Select(post => ("/posts/" + Uri.EscapeDataString(post.Id), post.Published)))
            : problems.WriteAsync(context, Problem.NotFound);

        Task SendAsync(IEnumerable<(string Path, DateOnly? Changed)> entries) =>
            answers.SendAsync(context, $"/sitemap-{name}.xml", SitemapType, () => Task.FromResult<Answer>(Sitemap(entries)));
    }

    private static int PostPages(PostSearcher searcher) => (searcher.Count + SitemapPosts - 1) / SitemapPosts;

    private static IEnumerable<(string Path, DateOnly? Changed)> SiteEntries(PostSearcher searcher) =>
    [
        ("/", null),
        .. searcher.Planets().Select(planet => ("/planets/" + Uri.EscapeDataString(planet.Value), planet.LastPublished)),
        .. searcher.Sources().Take(SitemapLists).Select(source => ("/sources/" + Uri.EscapeDataString(source.Value), source.LastPublished)),
        .. searcher.Tags().Take(SitemapLists).Select(tag => ("/tags/" + Uri.EscapeDataString(tag.Value), tag.LastPublished)),
    ];

    private byte[] Sitemap(IEnumerable<(string Path, DateOnly? Changed)> entries) => Xml(xml =>
    {
        xml.WriteStartElement("urlset", SitemapNamespace);
        foreach (var (path, changed) in entries)
        {
            xml.WriteStartElement("url");
            xml.WriteElementString("loc", _site + path);
            if (changed is { } day)
            {
                xml.WriteElementString("lastmod", $"{day:yyyy-MM-dd}");
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    private static byte[] Xml(Action<XmlWriter> write)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            write(xml);
        }

        return stream.ToArray();
    }
}
