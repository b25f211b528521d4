using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Api;

/// <summary>What describes the site to machines: OpenAPI, OpenSearch, robots.txt and the sitemap.</summary>
internal sealed class DocumentsApi(LiveIndex live, Answers answers, SearchPlanetOptions options)
{
    /// <summary>The newest posts, which crawlers have not seen yet; older ones they reach by tags and sources.</summary>
    private const int SitemapPosts = 5_000;

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
        answers.SendAsync(context, "/sitemap.xml", "application/xml; charset=utf-8", () => Task.FromResult<Answer>(Sitemap(context.RequestAborted)));

    private byte[] Sitemap(CancellationToken cancellationToken)
    {
        var searcher = live.Searcher;
        return Xml(xml =>
        {
            xml.WriteStartElement("urlset", SitemapNamespace);
            Entry("/", null);
            foreach (var planet in searcher.Planets())
            {
                Entry("/planets/" + Uri.EscapeDataString(planet.Value), planet.LastPublished);
            }
            foreach (var source in searcher.Sources().Take(5_000))
            {
                Entry("/sources/" + Uri.EscapeDataString(source.Value), source.LastPublished);
            }
            foreach (var tag in searcher.Tags().Take(5_000))
            {
                Entry("/tags/" + Uri.EscapeDataString(tag.Value), tag.LastPublished);
            }
            var request = new SearchRequest { Sort = SortOrder.Newest, Limit = 100, Highlight = false };
            for (var written = 0; written < SitemapPosts; written += request.Limit)
            {
                var page = searcher.Search(request, cancellationToken);
                foreach (var hit in page.Hits)
                {
                    Entry("/posts/" + Uri.EscapeDataString(hit.Id), hit.Published is { } date ? DateOnly.FromDateTime(date.UtcDateTime) : null);
                }
                if (page.NextCursor is null)
                {
                    break;
                }
                request = request with { Cursor = page.NextCursor };
            }
            xml.WriteEndElement();

            void Entry(string path, DateOnly? changed)
            {
                xml.WriteStartElement("url");
                xml.WriteElementString("loc", _site + path);
                if (changed is { } day)
                {
                    xml.WriteElementString("lastmod", $"{day:yyyy-MM-dd}");
                }
                xml.WriteEndElement();
            }
        });
    }

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
