using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using SearchPlanet.Search;
using SearchPlanet.Search.Results;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Api;

/// <summary>Any search as a feed: Atom (RFC 4287) with paging links (RFC 5005), and JSON Feed 1.1. Same parameters, newest first.</summary>
internal sealed class SearchFeeds(SearchGate gate, Answers answers, ProblemWriter problems, SearchPlanetOptions options)
{
    private const string AtomNamespace = "http://www.w3.org/2005/Atom";
    private readonly string _site = options.PublicUrl.TrimEnd('/');

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/search.atom", context => SendAsync(context, "/search.atom", "application/atom+xml; charset=utf-8", WriteAtom));
        routes.MapRead("/search.json", context => SendAsync(context, "/search.json", "application/feed+json; charset=utf-8", WriteJson));
    }

    private async Task SendAsync(HttpContext context, string path, string contentType, Func<SearchRequest, SearchResponse, byte[]> write)
    {
        var reader = new ParameterReader(context.Request.Query);
        var request = SearchParameters.Read(reader) with { Sort = SortOrder.Newest, Facets = [] };
        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }
        // A reader that asks again in an hour is better served with what was found in time than with an error; nobody keeps it meanwhile.
        await answers.SendAsync(context, SearchAddress.Of(path, request), contentType, () => gate.RunAsync(
            (searcher, budget, _) =>
            {
                var response = searcher.Search(request, budget, context.RequestAborted);
                return new Answer(write(request, response), IsPartial: response.IsPartial);
            },
            context.RequestAborted));
    }

    private byte[] WriteAtom(SearchRequest request, SearchResponse response)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("feed", AtomNamespace);
            xml.WriteElementString("id", IdOf(request));
            xml.WriteElementString("title", Clean(TitleOf(request)));
            xml.WriteElementString("updated", Stamp(response.Hits.Select(UpdatedOf).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max()));
            WriteLink(xml, "self", Address("/search.atom", request), "application/atom+xml");
            WriteLink(xml, "alternate", Address("/search", request with { Cursor = null, Sort = SortOrder.Default }), "text/html");
            if (response.NextCursor is { } next)
            {
                WriteLink(xml, "next", Address("/search.atom", request with { Cursor = next }), "application/atom+xml");
            }

            xml.WriteStartElement("generator");
            xml.WriteAttributeString("uri", _site);
            xml.WriteString("SearchPlanet");
            xml.WriteEndElement();
            foreach (var hit in response.Hits)
            {
                WriteEntry(xml, hit);
            }

            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private void WriteEntry(XmlWriter xml, Hit hit)
    {
        xml.WriteStartElement("entry");
        xml.WriteElementString("id", PageOf(hit));
        xml.WriteElementString("title", Clean(hit.Title));
        xml.WriteElementString("updated", Stamp(UpdatedOf(hit)));
        if (hit.Published is { } published)
        {
            xml.WriteElementString("published", Stamp(published));
        }

        WriteLink(xml, "alternate", LinkOf(hit), "text/html");
        foreach (var author in hit.Authors.DefaultIfEmpty(hit.Sources.Count > 0 ? hit.Sources[0].Title : "unknown"))
        {
            xml.WriteStartElement("author");
            xml.WriteElementString("name", Clean(author));
            xml.WriteEndElement();
        }

        foreach (var tag in hit.Tags)
        {
            xml.WriteStartElement("category");
            xml.WriteAttributeString("term", Clean(tag));
            xml.WriteEndElement();
        }

        xml.WriteStartElement("summary");
        xml.WriteAttributeString("type", "text");
        xml.WriteString(Clean(hit.Excerpt));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private byte[] WriteJson(SearchRequest request, SearchResponse response)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("version", "https://jsonfeed.org/version/1.1");
            json.WriteString("title", TitleOf(request));
            json.WriteString("home_page_url", Address("/search", request with { Cursor = null, Sort = SortOrder.Default }));
            json.WriteString("feed_url", Address("/search.json", request));
            if (response.NextCursor is { } next)
            {
                json.WriteString("next_url", Address("/search.json", request with { Cursor = next }));
            }

            json.WriteStartArray("items");
            foreach (var hit in response.Hits)
            {
                WriteItem(json, hit);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private void WriteItem(Utf8JsonWriter json, Hit hit)
    {
        json.WriteStartObject();
        json.WriteString("id", PageOf(hit));
        json.WriteString("url", LinkOf(hit));
        json.WriteString("title", hit.Title);
        json.WriteString("content_text", hit.Excerpt);
        if (hit.Published is { } published)
        {
            json.WriteString("date_published", Stamp(published));
        }

        if (hit.Updated is { } updated)
        {
            json.WriteString("date_modified", Stamp(updated));
        }

        if (hit.Language is { } language)
        {
            json.WriteString("language", language);
        }

        json.WriteStartArray("authors");
        foreach (var author in hit.Authors)
        {
            json.WriteStartObject();
            json.WriteString("name", author);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("tags");
        foreach (var tag in hit.Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What a reader's list of feeds shows.</summary>
    private string TitleOf(SearchRequest request) => $"{SearchTitle.Of(request)} – {new Uri(options.PublicUrl).Host}";

    // The id names the search, not the page of it nor how many entries a page has.
    private string IdOf(SearchRequest request) => Address("/search.atom", request with { Cursor = null, Limit = 20, Highlight = true });

    private string Address(string path, SearchRequest request) => _site + SearchAddress.Of(path, request);

    // The page's address is the post's id too: the same for as long as the post is.
    private string PageOf(Hit hit) => $"{_site}/posts/{Uri.EscapeDataString(hit.Id)}";

    private string LinkOf(Hit hit) => hit.Url ?? PageOf(hit);

    /// <summary>Atom wants it of every entry; a post that nobody dated has been updated when time began, so that it never jumps ahead.</summary>
    private static DateTimeOffset UpdatedOf(Hit hit)
    {
        var published = hit.Published ?? DateTimeOffset.UnixEpoch;
        return hit.Updated > published ? hit.Updated.Value : published;
    }

    private static void WriteLink(XmlWriter xml, string relation, string address, string type)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", Clean(address));
        xml.WriteEndElement();
    }

    private static string Stamp(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // What XML 1.0 cannot say at all would make the whole feed unreadable.
    private static string Clean(string text)
    {
        if (text.All(c => XmlConvert.IsXmlChar(c)))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                clean.Append(text[i]);
            }
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean.Append(text[i]).Append(text[++i]);
            }
        }

        return clean.ToString();
    }
}
