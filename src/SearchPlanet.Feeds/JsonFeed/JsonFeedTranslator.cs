using System.Text.Json;
using SearchPlanet.Feeds.Dates;
using SearchPlanet.Feeds.Html;
using SearchPlanet.Feeds.Translation;

namespace SearchPlanet.Feeds.JsonFeed;

/// <summary>JSON Feed's names to the model's. A value of the wrong kind counts as missing.</summary>
internal sealed class JsonFeedTranslator
{
    private readonly string? _documentBase;
    private string? _itemBase;

    public JsonFeedTranslator(string? documentBase) => _documentBase = documentBase;

    public Feed Translate(Dictionary<string, JsonElement> properties, List<JsonElement> items)
    {
        string? Text(string name) => properties.TryGetValue(name, out var value) ? TextOf(value) : null;

        var feedAddress = Address(Text("feed_url"), _documentBase);
        var link = Address(Text("home_page_url"), _documentBase ?? feedAddress);
        _itemBase = _documentBase ?? feedAddress ?? link;
        var links = new List<FeedLink>();
        AddLink(links, link, "alternate");
        AddLink(links, feedAddress, "self");
        AddLink(links, Address(Text("next_url"), _itemBase), "next");
        if (properties.TryGetValue("hubs", out var hubs) && hubs.ValueKind == JsonValueKind.Array)
        {
            foreach (var hub in hubs.EnumerateArray().Take(FeedLimits.MaxRepeated))
            {
                AddLink(links, Address(Property(hub, "url"), _itemBase), "hub");
            }
        }

        List<FeedItem> translated = [.. items.Where(HasUsableId).Select(TranslateItem)];
        return new Feed
        {
            Title = Line(Text("title")),
            Link = link,
            Description = Text("description"),
            Language = Text("language"),
            Id = feedAddress,
            Authors = PersonsOf(properties.GetValueOrDefault("authors"), properties.GetValueOrDefault("author")),
            Links = links,
            Image = Address(Text("icon") ?? Text("favicon"), _itemBase) is { } image ? new FeedImage(image) : null,
            IsComplete = properties.TryGetValue("expired", out var expired) && expired.ValueKind == JsonValueKind.True,
            Items = translated,

            // The format has no date of its own; its newest item's is as good.
            Updated = translated.Max(item => item.Updated ?? item.Published),
        };
    }

    private FeedItem TranslateItem(JsonElement item)
    {
        var link = Address(Property(item, "url"), _itemBase);
        var external = Address(Property(item, "external_url"), _itemBase);
        var html = Property(item, "content_html");
        var text = Property(item, "content_text");
        var contentBase = link ?? external ?? _itemBase ?? "";
        return new FeedItem
        {
            Id = Property(item, "id"),
            Title = Line(Property(item, "title")),
            Link = link ?? external,
            ExternalLink = external,
            Authors = PersonsOf(item.TryGetProperty("authors", out var authors) ? authors : default, item.TryGetProperty("author", out var author) ? author : default),
            Published = FeedDate.Parse(Property(item, "date_published")),
            Updated = FeedDate.Parse(Property(item, "date_modified")),
            Summary = Property(item, "summary") is { } summary ? new FeedText(summary, HtmlText.LooksLikeHtml(summary)) : null,
            Content = html is not null ? new FeedText(HtmlLinks.Resolve(html, contentBase), IsHtml: true)
                : text is not null ? new FeedText(text, IsHtml: false)
                : null,
            Language = Property(item, "language"),
            Categories = TagsOf(item),
            Links = link is null ? [] : [new FeedLink(link)],
            Enclosures = AttachmentsOf(item),
            Image = Address(Property(item, "image") ?? Property(item, "banner_image"), _itemBase) is { } image ? new FeedImage(image) : null,
        };
    }

    private static List<FeedCategory> TagsOf(JsonElement item)
    {
        var tags = new List<FeedCategory>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (item.TryGetProperty("tags", out var stated) && stated.ValueKind == JsonValueKind.Array)
        {
            foreach (var tag in stated.EnumerateArray().Take(FeedLimits.MaxRepeated))
            {
                if (TextOf(tag) is { Length: > 0 } term && known.Add(term))
                {
                    tags.Add(new FeedCategory(term));
                }
            }
        }

        return tags;
    }

    private List<FeedEnclosure> AttachmentsOf(JsonElement item)
    {
        var enclosures = new List<FeedEnclosure>();
        if (item.TryGetProperty("attachments", out var stated) && stated.ValueKind == JsonValueKind.Array)
        {
            foreach (var attachment in stated.EnumerateArray().Take(FeedLimits.MaxRepeated))
            {
                if (Address(Property(attachment, "url"), _itemBase) is { } address)
                {
                    var hasSize = attachment.TryGetProperty("size_in_bytes", out var size) && size.ValueKind == JsonValueKind.Number;
                    enclosures.Add(new FeedEnclosure(
                        address,
                        Property(attachment, "mime_type"),
                        hasSize && size.TryGetInt64(out var bytes) && bytes >= 0 ? bytes : null,
                        Property(attachment, "title")));
                }
            }
        }

        return enclosures;
    }

    /// <summary>Version 1.1's list, or 1.0's single author.</summary>
    private IReadOnlyList<FeedPerson> PersonsOf(JsonElement list, JsonElement single)
    {
        var persons = new PersonList();
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var person in list.EnumerateArray().Take(FeedLimits.MaxRepeated))
            {
                persons.Add(PersonOf(person));
            }
        }

        if (persons.IsEmpty)
        {
            persons.Add(PersonOf(single));
        }

        return persons.Persons;
    }

    private FeedPerson? PersonOf(JsonElement person)
    {
        if (person.ValueKind == JsonValueKind.String)
        {
            return Rss.RssPerson.Parse(TextOf(person) ?? "");
        }

        var name = Property(person, "name");
        var url = Address(Property(person, "url"), _itemBase);
        var email = url?.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) == true ? url["mailto:".Length..].Split('?')[0] : null;
        return name is null && url is null ? null : new FeedPerson(name, email, email is null ? url : null);
    }

    /// <summary>An item whose id is no text and cannot become one must be discarded, says the specification; one without any is kept.</summary>
    private static bool HasUsableId(JsonElement item) =>
        !item.TryGetProperty("id", out var id) || id.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    private static string? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? TextOf(value) : null;

    /// <summary>Text, or a number or claim as text: ids must be coerced, says the specification.</summary>
    private static string? TextOf(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return value.GetRawText();
            case JsonValueKind.String:
                var text = value.GetString()!.Trim();
                return text.Length == 0 ? null : text;
            default:
                return null;
        }
    }

    /// <summary>The format's titles are plain text, tags and all; only references are mended, which plain text has no use for.</summary>
    private static string? Line(string? text) =>
        text is null ? null
            : !text.Contains('<', StringComparison.Ordinal) && HtmlText.LooksLikeHtml(text) ? HtmlText.ToPlain(text)
            : HtmlText.CollapseBlanks(text);

    private static string? Address(string? reference, string? baseAddress) => reference is null ? null : UriReference.Resolve(baseAddress, reference);

    private static void AddLink(List<FeedLink> links, string? address, string relation)
    {
        if (address is not null)
        {
            links.Add(new FeedLink(address, relation));
        }
    }
}
