using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Codecs;

/// <summary>A commit as a small readable JSON file <c>commit-GENERATION.json</c>, its last member a checksum of all before.</summary>
/// <remarks>Example:
/// <code>
/// {
///   "format": 1,
///   "generation": 3,
///   "version": 17,
///   "nextSegment": 5,
///   "schema": "0123456789abcdef",
///   "fields": { "id": "Docs", "title": "DocsFreqsPositions norms", "tag": "Docs SortedSet", "summary": "Summary" },
///   "segments": [
///     { "name": "s4-9c01f2aa", "id": "89abcdef01234567", "maxDoc": 100, "bytes": 18240, "deletions": "s4-9c01f2aa-2.del", "deleted": 3 }
///   ],
///   "userData": { "sequence": "812" },
///   "checksum": "1b2c3d4e"
/// }
/// </code>
/// <c>checksum</c> is the CRC-32C of the bytes before the comma in front of it. Deletions are left out when there are none.
/// Fields stand in the order of their numbers, segments in the order of their documents.
/// </remarks>
internal static class ManifestFormat
{
    private const string Prefix = "commit-";

    private const string Extension = ".json";

    private const int MaxBytes = 64 << 20;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    public static string FileName(long generation) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{generation}{Extension}");

    /// <summary>The generation of a manifest by its file name; false for other files.</summary>
    public static bool TryParseName(string file, out long generation)
    {
        generation = 0;
        return file.StartsWith(Prefix, StringComparison.Ordinal) && file.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(file.AsSpan(Prefix.Length, file.Length - Prefix.Length - Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out generation);
    }

    public static byte[] Write(CommitManifest manifest)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("format", SegmentFormat.Version);
            json.WriteNumber("generation", manifest.Generation);
            json.WriteNumber("version", manifest.Version);
            json.WriteNumber("nextSegment", manifest.NextSegment);
            json.WriteString("schema", manifest.Schema);
            json.WriteStartObject("fields");
            foreach ((var field, var kept) in manifest.Fields)
            {
                json.WriteString(field, kept);
            }

            json.WriteEndObject();
            json.WriteStartArray("segments");
            foreach (var segment in manifest.Segments)
            {
                json.WriteStartObject();
                json.WriteString("name", segment.Info.Name);
                json.WriteString("id", segment.Info.Id.ToString("x16", CultureInfo.InvariantCulture));
                json.WriteNumber("maxDoc", segment.Info.MaxDoc);
                json.WriteNumber("bytes", segment.Info.Bytes);
                if (segment.DeletionsFile is not null)
                {
                    json.WriteString("deletions", segment.DeletionsFile);
                    json.WriteNumber("deleted", segment.DeletedDocs);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("userData");
            foreach ((var key, var value) in manifest.UserData.OrderBy(static p => p.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        // The closing brace makes room for the checksum of what stands before it.
        stream.SetLength(stream.Length - 2);
        stream.Position = stream.Length;
        stream.Write(Encoding.ASCII.GetBytes(Tail(Crc32C.Append(0, stream.GetBuffer().AsSpan(0, (int)stream.Length)))));
        return stream.ToArray();
    }

    /// <exception cref="CorruptIndexException">It is damaged, or of another format.</exception>
    public static CommitManifest Read(string file, ReadOnlyMemory<byte> bytes)
    {
        var tail = Tail(0).Length;
        if (bytes.Length <= tail || bytes.Length > MaxBytes)
        {
            throw new CorruptIndexException(file, 0, "Wrong length of a manifest", null, bytes.Length);
        }

        var end = bytes.Length - tail;
        var expected = Tail(Crc32C.Append(0, bytes.Span[..end]));
        var found = Encoding.ASCII.GetString(bytes.Span[end..]);
        if (expected != found)
        {
            throw new CorruptIndexException(file, end, "Wrong checksum", expected.Trim(), found.Trim());
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            var format = root.GetProperty("format").GetUInt32();
            if (format != SegmentFormat.Version)
            {
                throw new CorruptIndexException(file, 0, "Other format version", SegmentFormat.Version, format) { IsOtherFormat = true };
            }

            var manifest = new CommitManifest(
                root.GetProperty("generation").GetInt64(),
                root.GetProperty("version").GetInt64(),
                root.GetProperty("nextSegment").GetInt64(),
                root.GetProperty("schema").GetString()!,
                root.TryGetProperty("fields", out var fields)
                    ? [.. fields.EnumerateObject().Select(static p => KeyValuePair.Create(p.Name, p.Value.GetString()!))]
                    : [],
                [.. root.GetProperty("segments").EnumerateArray().Select(ReadSegment)],
                root.GetProperty("userData").EnumerateObject().ToImmutableDictionary(static p => p.Name, static p => p.Value.GetString()!, StringComparer.Ordinal));
            var docs = manifest.Segments.Sum(static s => (long)s.Info.MaxDoc);
            return docs <= SegmentFormat.MostDocs
                ? manifest
                : throw new CorruptIndexException(file, 0, "Too many documents", SegmentFormat.MostDocs, docs);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CorruptIndexException(file, 0, "Malformed manifest: " + e.Message);
        }
    }

    private static string Tail(uint checksum) => $",\n  \"checksum\": \"{checksum:x8}\"\n}}\n";

    private static CommittedSegment ReadSegment(JsonElement segment) => new(
        new SegmentInfo(
            segment.GetProperty("name").GetString()!,
            ulong.Parse(segment.GetProperty("id").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            segment.GetProperty("maxDoc").GetInt32(),
            segment.GetProperty("bytes").GetInt64()),
        segment.TryGetProperty("deletions", out var deletions) ? deletions.GetString() : null,
        segment.TryGetProperty("deleted", out var deleted) ? deleted.GetInt32() : 0);
}
