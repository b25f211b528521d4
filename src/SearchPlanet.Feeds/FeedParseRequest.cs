using System.Text.Json;

namespace SearchPlanet.Feeds;

/// <summary>A line of <c>feed parse --stdin</c>: which file to parse, and how it was come by.</summary>
public sealed record FeedParseRequest(string? Path, FeedContext Context)
{
    /// <summary>Reads <c>{"path","url","content_type","headers":{}}</c>; unknown keys are skipped.</summary>
    /// <returns>Null when the line is not such an object.</returns>
    public static FeedParseRequest? FromJson(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!JsonDocument.TryParseValue(ref reader, out var document))
            {
                return null;
            }

            using (document)
            {
                return document.RootElement.ValueKind == JsonValueKind.Object ? FromObject(document.RootElement) : null;
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static FeedParseRequest FromObject(JsonElement root)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (root.TryGetProperty("headers", out var stated) && stated.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in stated.EnumerateObject().Where(header => header.Value.ValueKind == JsonValueKind.String))
            {
                headers[header.Name] = header.Value.GetString()!;
            }
        }

        return new FeedParseRequest(TextOf(root, "path"), new FeedContext
        {
            Url = Uri.TryCreate(TextOf(root, "url"), UriKind.Absolute, out var url) ? url : null,
            ContentType = TextOf(root, "content_type") ?? headers.GetValueOrDefault("content-type"),
            Headers = headers,
        });
    }

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
