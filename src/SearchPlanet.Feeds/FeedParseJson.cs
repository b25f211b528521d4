using System.Globalization;
using System.Text.Json;

namespace SearchPlanet.Feeds;

/// <summary>The line of JSON that <c>feed parse</c> answers with.</summary>
public static class FeedParseJson
{
    /// <summary>Writes one object. Missing texts are null, missing lists empty; dates are ISO 8601 in UTC.</summary>
    /// <param name="path">What the document was called by the caller; may be null.</param>
    public static void Write(Utf8JsonWriter writer, string? path, FeedParseResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("path", path);
        writer.WriteBoolean("ok", result.IsFeed);
        writer.WriteString("error", ErrorOf(result));
        writer.WriteString("format", FeedFormatNames.Of(result.Format));
        writer.WriteString("encoding", result.Encoding);
        WriteFeed(writer, result);
        writer.WriteStartArray("entries");
        foreach (var item in result.Feed.Items)
        {
            WriteItem(writer, item);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The answer for a document that could not even be read.</summary>
    public static void WriteFailure(Utf8JsonWriter writer, string? path, string error)
    {
        writer.WriteStartObject();
        writer.WriteString("path", path);
        writer.WriteBoolean("ok", false);
        writer.WriteString("error", error);
        writer.WriteNull("format");
        writer.WriteNull("encoding");
        writer.WriteNull("feed");
        writer.WriteStartArray("entries");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string? ErrorOf(FeedParseResult result)
    {
        var text = string.Join("; ", result.Diagnostics
            .Where(diagnostic => diagnostic.Severity == FeedDiagnosticSeverity.Problem)
            .Select(diagnostic => diagnostic.Message));
        return text.Length == 0 ? null : text;
    }

    private static void WriteFeed(Utf8JsonWriter writer, FeedParseResult result)
    {
        if (!result.IsFeed)
        {
            writer.WriteNull("feed");
            return;
        }

        var feed = result.Feed;
        writer.WriteStartObject("feed");
        writer.WriteString("title", feed.Title);
        writer.WriteString("link", feed.Link);
        writer.WriteString("description", feed.Description);
        writer.WriteString("language", feed.Language);
        WriteDate(writer, "updated", feed.Updated);
        WritePersons(writer, feed.Authors);
        writer.WriteString("id", feed.Id);
        writer.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter writer, FeedItem item)
    {
        writer.WriteStartObject();
        writer.WriteString("id", item.Id);
        writer.WriteString("title", item.Title);
        writer.WriteString("link", item.Link);
        WritePersons(writer, item.Authors);
        WriteDate(writer, "published", item.Published);
        WriteDate(writer, "updated", item.Updated);
        writer.WriteString("summary", item.Summary?.Value);
        writer.WriteString("content", item.Content?.Value);
        writer.WriteStartArray("categories");
        foreach (var category in item.Categories)
        {
            writer.WriteStringValue(category.Name);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("enclosures");
        foreach (var enclosure in item.Enclosures)
        {
            WriteEnclosure(writer, enclosure);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteEnclosure(Utf8JsonWriter writer, FeedEnclosure enclosure)
    {
        writer.WriteStartObject();
        writer.WriteString("url", enclosure.Address);
        writer.WriteString("type", enclosure.MediaType);
        if (enclosure.LengthInBytes is { } length)
        {
            writer.WriteNumber("length", length);
        }
        else
        {
            writer.WriteNull("length");
        }

        writer.WriteEndObject();
    }

    private static void WritePersons(Utf8JsonWriter writer, IReadOnlyList<FeedPerson> persons)
    {
        writer.WriteStartArray("authors");
        foreach (var person in persons)
        {
            writer.WriteStartObject();
            writer.WriteString("name", person.Name);
            writer.WriteString("email", person.Email);
            writer.WriteString("uri", person.Uri);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDate(Utf8JsonWriter writer, string name, DateTimeOffset? date) =>
        writer.WriteString(name, date?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
