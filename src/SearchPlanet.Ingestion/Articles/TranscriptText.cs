using System.Globalization;
using System.Text;
using System.Text.Json;
using SearchPlanet.Feeds.Encodings;
using SearchPlanet.Ingestion.Importers;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Articles;

/// <summary>
/// Reads the files that <c>podcast:transcript</c> points to: WebVTT, SubRip, the podcast namespace's JSON, HTML and plain text. Each becomes text whose
/// paragraphs lead with their time, where the file has times.
/// </summary>
public static class TranscriptText
{
    private const int MaxSegments = 100_000;

    /// <param name="mediaType">As stated by the feed or the server; null when neither does.</param>
    /// <returns>Null when nothing was said, or it cannot be read.</returns>
    public static string? Read(ReadOnlyMemory<byte> file, string? mediaType)
    {
        var text = PageDecoder.Decode(file.Span, mediaType);
        var start = text.AsSpan().TrimStart();
        var said = start.StartsWith("{") ? FromJson(file)
            : start.StartsWith("<") || mediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true ? FromHtml(text)
            : TranscriptReader.Read(text, "", ImportOptions.Default).Text;
        return string.IsNullOrWhiteSpace(said) ? null : said;
    }

    private static string FromHtml(string html) =>
        string.Join("\n\n", PostContentReader.Read(new Post { Id = "", Title = "", Html = html }).Passages.Select(passage => passage.Text));

    /// <summary><c>{"segments":[{"startTime":0.5,"speaker":"Ana","body":"Hello."}]}</c>; pieces of one speaker are joined to paragraphs.</summary>
    private static string? FromJson(ReadOnlyMemory<byte> file)
    {
        try
        {
            using var json = JsonDocument.Parse(file);
            if (!json.RootElement.TryGetProperty("segments", out var segments) || segments.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var text = new StringBuilder();
            string? speaker = null;
            var paragraphLength = 0;
            foreach (var segment in segments.EnumerateArray().Take(MaxSegments))
            {
                if (segment.ValueKind != JsonValueKind.Object || Text(segment, "body") is not { Length: > 0 } body)
                {
                    continue;
                }

                var said = Text(segment, "speaker") ?? speaker;
                if (text.Length == 0 || said != speaker || paragraphLength > 400)
                {
                    text.Append(text.Length == 0 ? "" : "\n\n").Append(Time(segment)).Append(said is null || said == speaker ? "" : said + ": ");
                    paragraphLength = 0;
                }
                else
                {
                    text.Append(' ');
                }

                text.Append(body.Trim());
                paragraphLength += body.Length;
                speaker = said;
            }

            return text.ToString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement segment, string name) => segment.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Time(JsonElement segment)
    {
        if (!segment.TryGetProperty("startTime", out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || seconds is < 0 or > 360_000)
        {
            return "";
        }

        var at = TimeSpan.FromSeconds(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)at.TotalHours:00}:{at.Minutes:00}:{at.Seconds:00} ");
    }
}
