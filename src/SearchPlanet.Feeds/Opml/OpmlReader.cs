using SearchPlanet.Feeds.Encodings;
using SearchPlanet.Feeds.Html;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Opml;

/// <summary>Reads OPML 1.0 and 2.0, ill-formed ones too. Thread-safe.</summary>
public static class OpmlReader
{
    private const int MaxSubscriptions = 100_000;

    /// <summary>The subscriptions of a list, or null when the document is no OPML at all.</summary>
    /// <param name="body">The document as received. Not kept.</param>
    public static OpmlDocument? Read(ReadOnlyMemory<byte> body, FeedContext context)
    {
        var log = new DiagnosticLog();
        using var text = FeedDecoder.Decode(body.Span, context, log);
        var builder = new XmlTapeBuilder(text.Chars, text.Length, context.Url?.OriginalString, log);
        var tape = builder.Build(0);
        var document = Read(tape, log);
        builder.Release();
        return document;
    }

    private static OpmlDocument? Read(XmlTape tape, DiagnosticLog log)
    {
        var root = -1;
        for (var i = 0; i < tape.Count && root < 0; i++)
        {
            root = tape.Elements[i].Name is ElementName.Opml or ElementName.Outline ? i : -1;
        }

        if (root < 0)
        {
            return null;
        }

        var head = tape.Elements[root].Name == ElementName.Opml ? tape.Child(root, ElementName.Head) : -1;
        var title = head < 0 ? -1 : tape.Child(head, ElementName.Title);
        var subscriptions = new List<OpmlSubscription>();
        var folders = new List<(string Title, int End)>();
        for (var i = root; i < tape.Count && subscriptions.Count < MaxSubscriptions; i++)
        {
            if (tape.Elements[i].Name == ElementName.Outline)
            {
                MendAttributes(tape, i);
                folders.RemoveAll(folder => folder.End <= i);
                ReadOutline(tape, i, folders, subscriptions);
            }
        }

        return new OpmlDocument(title < 0 ? null : LineOf(tape.TextOf(title)), subscriptions, log.Entries);
    }

    /// <summary>A description with unescaped HTML ends its tag too soon: the address then stands before the next outline.</summary>
    private static void MendAttributes(XmlTape tape, int element)
    {
        ref var at = ref tape.Elements[element];
        if (tape.Text[at.AttributesStart..at.AttributesEnd].Contains("xmlUrl", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var rest = tape.Text[at.AttributesEnd..];
        var next = rest.IndexOf("<outline", StringComparison.OrdinalIgnoreCase);
        rest = next < 0 ? rest : rest[..next];
        var address = rest.IndexOf("xmlUrl", StringComparison.OrdinalIgnoreCase);
        var tagEnd = address < 0 ? -1 : rest[address..].IndexOf('>');
        at.AttributesEnd += tagEnd < 0 ? 0 : address + tagEnd;
    }

    private static void ReadOutline(XmlTape tape, int element, List<(string Title, int End)> folders, List<OpmlSubscription> subscriptions)
    {
        var title = LineOf(tape.Attribute(element, "title")) ?? LineOf(tape.Attribute(element, "text"));
        var address = tape.Attribute(element, "xmlUrl") ?? (tape.Attribute(element, "type") is "rss" or "atom" ? tape.Attribute(element, "url") : null);
        if (!string.IsNullOrEmpty(address))
        {
            var resolved = UriReference.Resolve(tape.DocumentBase, address);
            if (UriReference.IsWeb(resolved))
            {
                subscriptions.Add(new OpmlSubscription(resolved, title, PageOf(tape, element), [.. folders.Select(folder => folder.Title)])
                {
                    Categories = (tape.Attribute(element, "category") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                    Language = tape.Attribute(element, "language") is { Length: > 0 } language ? language : null,
                });
            }
        }
        else if (tape.Elements[element].SubtreeEnd > element + 1 && title is not null)
        {
            folders.Add((title, tape.Elements[element].SubtreeEnd));
        }
    }

    private static string? PageOf(XmlTape tape, int element)
    {
        var page = tape.Attribute(element, "htmlUrl");
        return string.IsNullOrEmpty(page) ? null : UriReference.Resolve(tape.DocumentBase, page);
    }

    private static string? LineOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return HtmlText.LooksLikeHtml(text) ? HtmlText.ToPlain(text) : HtmlText.CollapseBlanks(text);
    }
}
