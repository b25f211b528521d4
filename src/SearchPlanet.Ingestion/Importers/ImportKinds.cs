using System.Text;

namespace SearchPlanet.Ingestion.Importers;

/// <summary>Finds out what a file holds, by its name and its beginning.</summary>
public static class ImportKinds
{
    /// <summary>The kind of a file.</summary>
    /// <param name="path">Its name; only the ending is looked at.</param>
    /// <param name="head">Its first bytes, a few thousand.</param>
    /// <returns>Null when neither name nor beginning tells.</returns>
    public static ImportKind? Detect(string path, ReadOnlySpan<byte> head)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        if (name.EndsWith(".jsonl", StringComparison.Ordinal) || name.EndsWith(".jsonl.gz", StringComparison.Ordinal) || name.EndsWith(".ndjson", StringComparison.Ordinal))
        {
            return ImportKind.Jsonl;
        }

        var text = Encoding.UTF8.GetString(head);
        return Path.GetExtension(name) switch
        {
            ".opml" => ImportKind.Opml,
            ".vtt" or ".srt" => ImportKind.Transcript,
            ".xml" or ".rss" or ".rdf" or ".atom" or ".json" => text.Contains("<opml", StringComparison.OrdinalIgnoreCase) ? ImportKind.Opml : ImportKind.Feed,
            ".txt" or ".md" => DetectText(text),
            _ => text.StartsWith("WEBVTT", StringComparison.Ordinal) ? ImportKind.Transcript
                : text.TrimStart() is ['<', ..] ? (text.Contains("<opml", StringComparison.OrdinalIgnoreCase) ? ImportKind.Opml : ImportKind.Feed)
                : null,
        };
    }

    /// <summary>True for files that a folder's import takes up; others in it are left alone.</summary>
    public static bool IsImportable(string path) =>
        path.EndsWith(".jsonl.gz", StringComparison.OrdinalIgnoreCase)
        || Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson" or ".opml" or ".vtt" or ".srt" or ".txt" or ".xml" or ".rss" or ".rdf" or ".atom" or ".json";

    private static ImportKind? DetectText(string text)
    {
        var lines = text.Split('\n', 12).Select(l => l.Trim()).Where(l => l.Length > 0).Take(8).ToList();
        if (lines.Count == 0)
        {
            return null;
        }

        return lines[0].StartsWith("Transcript:", StringComparison.OrdinalIgnoreCase) ? ImportKind.Transcript
            : RiverReader.IsDay(lines[0]) ? ImportKind.River
            : TagPageReader.IsHeading(lines[0]) ? ImportKind.TagPage
            : lines.Take(5).Contains("-", StringComparer.Ordinal) ? ImportKind.Excerpts
            : TranscriptReader.HasTimes(lines) ? ImportKind.Transcript
            : null;
    }
}
