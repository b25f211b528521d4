using System.Buffers;
using System.Text;
using System.Text.Json;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.JsonFeed;

/// <summary>JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). What stands before a fault in the JSON is kept.</summary>
internal static class JsonFeedReader
{
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    private static readonly string[] FeedNames =
        ["feed_url", "home_page_url", "items", "next_url", "hubs", "favicon", "icon", "expired", "user_comment", "author", "authors", "title", "description"];

    /// <summary>Reads a decoded document.</summary>
    public static (FeedFormat Format, Feed Feed) Read(ReadOnlySpan<char> text, string? documentBase, DiagnosticLog log)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, utf8);
        HalfSurrogates.Mend(utf8.AsSpan(0, length));
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        List<JsonElement> items = [];
        try
        {
            ReadDocument(utf8.AsSpan(0, length), properties, items, log);
        }
        catch (JsonException fault)
        {
            log.Add(FeedDiagnosticCode.InvalidJson, $"not valid JSON at line {fault.LineNumber + 1}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }

        var format = FormatOf(properties, items.Count > 0);
        if (format == FeedFormat.Unknown)
        {
            log.Add(FeedDiagnosticCode.NotAFeed, "JSON, but no feed");
            return (format, new Feed());
        }

        return (format, new JsonFeedTranslator(documentBase).Translate(properties, items));
    }

    private static void ReadDocument(ReadOnlySpan<byte> utf8, Dictionary<string, JsonElement> properties, List<JsonElement> items, DiagnosticLog log)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == "items" && reader.TokenType == JsonTokenType.StartArray)
            {
                ReadItems(ref reader, items, log);
            }
            else
            {
                properties[name] = JsonElement.ParseValue(ref reader);
            }
        }
    }

    private static void ReadItems(ref Utf8JsonReader reader, List<JsonElement> items, DiagnosticLog log)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = JsonElement.ParseValue(ref reader);
            if (items.Count >= FeedLimits.MaxItems)
            {
                log.Add(FeedDiagnosticCode.TooMany, $"TooMany: items past {FeedLimits.MaxItems} were skipped");
            }
            else if (item.ValueKind == JsonValueKind.Object)
            {
                items.Add(item);
            }
        }
    }

    private static FeedFormat FormatOf(Dictionary<string, JsonElement> properties, bool hasItems)
    {
        var version = properties.TryGetValue("version", out var stated) && stated.ValueKind == JsonValueKind.String ? stated.GetRawText().Trim('"', ' ').Replace("\\/", "/", StringComparison.Ordinal) : "";
        if (version.Contains("jsonfeed.org/version/1.1", StringComparison.OrdinalIgnoreCase))
        {
            return FeedFormat.Json11;
        }

        if (version.Contains("jsonfeed.org/version/1", StringComparison.OrdinalIgnoreCase))
        {
            return FeedFormat.Json10;
        }

        // Without the version any of the format's own names will do, but a title alone is also what an error has (RFC 9457).
        var isError = properties.ContainsKey("status") || properties.ContainsKey("error") || properties.ContainsKey("errors") || properties.ContainsKey("detail");
        var isFeed = version.Contains("jsonfeed.org", StringComparison.OrdinalIgnoreCase)
            || (!isError && (hasItems || FeedNames.Any(properties.ContainsKey)));
        return !isFeed ? FeedFormat.Unknown : version is "1" or "1.0" ? FeedFormat.Json10 : FeedFormat.Json11;
    }
}
