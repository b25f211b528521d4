using System.Net;
using System.Text;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Importers;

/// <summary>Reads what was said in a recording: WebVTT, SubRip, or text with or without times. Cues become lines that lead with their time.</summary>
public static class TranscriptReader
{
    private const string Arrow = "-->";

    private const string TitleMark = "Transcript:";

    /// <summary>The one post of the file.</summary>
    /// <param name="name">The file's name without its ending: the title where the text names none.</param>
    public static IncomingPost Read(string text, string name, ImportOptions options)
    {
        var lines = text.ReplaceLineEndings("\n").TrimStart('\ufeff').Split('\n');
        var title = name;
        var first = Array.FindIndex(lines, l => !string.IsNullOrWhiteSpace(l));
        if (first >= 0 && lines[first].StartsWith(TitleMark, StringComparison.OrdinalIgnoreCase))
        {
            title = lines[first][TitleMark.Length..].Trim();
            lines = lines[(first + 1)..];
        }

        var source = options.Source ?? "";
        return new IncomingPost
        {
            Title = title.Length > 0 ? title : name,
            Kind = PostKind.Transcript,
            Text = Array.Exists(lines, l => l.Contains(Arrow, StringComparison.Ordinal)) ? FromCues(lines) : string.Join('\n', lines).Trim(),
            Source = new PostSource(SourceIdentity.FromName(source), source, options.Planet, null, null, null),
        };
    }

    /// <summary>True when most of the lines lead with a time.</summary>
    internal static bool HasTimes(IReadOnlyCollection<string> lines) => lines.Count(l =>
    {
        ReadOnlySpan<char> line = l;
        return TranscriptTime.TryRead(ref line, out _) || l.Contains(Arrow, StringComparison.Ordinal);
    }) * 2 > lines.Count;

    private static string FromCues(string[] lines)
    {
        var text = new StringBuilder();
        var isInCue = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            var arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
            if (arrow > 0 && TranscriptTime.TryParse(line.AsSpan(0, arrow).Trim(), out var at))
            {
                text.Append(text.Length == 0 ? "" : "\n\n").Append($"{(int)at.TotalHours:00}:{at.Minutes:00}:{at.Seconds:00}");
                isInCue = true;
            }
            else if (line.Length == 0)
            {
                isInCue = false;
            }
            else if (isInCue)
            {
                text.Append(' ').Append(WithoutTags(line));
            }
        }

        return text.ToString();
    }

    /// <summary>The words of a cue; a voice (<c>&lt;v Name&gt;</c>) leads them with its name.</summary>
    private static string WithoutTags(string line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '<' || line.IndexOf('>', i) is not (> 0 and var close))
            {
                text.Append(line[i]);
                continue;
            }

            if (line.AsSpan(i).StartsWith("<v ", StringComparison.OrdinalIgnoreCase))
            {
                text.Append(line.AsSpan(i + 3, close - i - 3)).Append(": ");
            }

            i = close;
        }

        return WebUtility.HtmlDecode(text.ToString());
    }
}
