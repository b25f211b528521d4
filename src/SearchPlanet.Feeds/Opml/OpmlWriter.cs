using System.Globalization;
using System.Text;
using System.Xml;

namespace SearchPlanet.Feeds.Opml;

/// <summary>Writes OPML 2.0 (http://opml.org/spec2.opml).</summary>
public static class OpmlWriter
{
    /// <summary>Writes a list; subscriptions that share their folders and follow one another share an outline.</summary>
    /// <param name="output">Left open.</param>
    /// <param name="created">Null where the list is told from another by its bytes, as by an entity tag.</param>
    public static void Write(Stream output, string title, DateTimeOffset? created, IEnumerable<OpmlSubscription> subscriptions)
    {
        using var writer = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, CloseOutput = false, CheckCharacters = false });
        writer.WriteStartElement("opml");
        writer.WriteAttributeString("version", "2.0");
        writer.WriteStartElement("head");
        writer.WriteElementString("title", Clean(title));
        if (created is { } date)
        {
            writer.WriteElementString("dateCreated", date.UtcDateTime.ToString("r", CultureInfo.InvariantCulture));
        }

        writer.WriteEndElement();
        writer.WriteStartElement("body");
        IReadOnlyList<string> open = [];
        foreach (var subscription in subscriptions)
        {
            open = MoveTo(writer, open, subscription.Folders);
            WriteOutline(writer, subscription);
        }

        MoveTo(writer, open, []);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static IReadOnlyList<string> MoveTo(XmlWriter writer, IReadOnlyList<string> open, IReadOnlyList<string> wanted)
    {
        var shared = 0;
        while (shared < open.Count && shared < wanted.Count && open[shared] == wanted[shared])
        {
            shared++;
        }

        for (var depth = open.Count; depth > shared; depth--)
        {
            writer.WriteEndElement();
        }

        for (var depth = shared; depth < wanted.Count; depth++)
        {
            writer.WriteStartElement("outline");
            writer.WriteAttributeString("text", Clean(wanted[depth]));
        }

        return wanted;
    }

    private static void WriteOutline(XmlWriter writer, OpmlSubscription subscription)
    {
        writer.WriteStartElement("outline");
        writer.WriteAttributeString("type", "rss");
        writer.WriteAttributeString("text", Clean(subscription.Title ?? subscription.FeedAddress));
        Write(writer, "title", subscription.Title);
        writer.WriteAttributeString("xmlUrl", Clean(subscription.FeedAddress));
        Write(writer, "htmlUrl", subscription.PageAddress);
        Write(writer, "language", subscription.Language);
        Write(writer, "category", subscription.Categories.Count == 0 ? null : string.Join(',', subscription.Categories));
        writer.WriteEndElement();
    }

    private static void Write(XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteAttributeString(name, Clean(value));
        }
    }

    /// <summary>Drops what XML 1.0 cannot hold: a title may come from anywhere.</summary>
    private static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!XmlConvert.IsXmlChar(text[i]) && !char.IsSurrogatePair(text, Math.Min(i, Math.Max(0, text.Length - 2))))
            {
                return string.Concat(text.EnumerateRunes().Where(rune =>
                    rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value)));
            }
        }

        return text;
    }
}
