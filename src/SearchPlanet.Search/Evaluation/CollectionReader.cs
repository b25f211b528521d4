using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using SearchPlanet.Posts;

namespace SearchPlanet.Search.Evaluation;

/// <summary>Reads a collection's documents and queries.</summary>
internal static class CollectionReader
{
    private static readonly string[] PostMembers = ["url", "html", "tags", "author", "authors", "source", "published", "kind"];

    /// <summary>The documents of a JSON Lines file, perhaps gzip-compressed. Of documents with one id the last is the one that counts.</summary>
    /// <exception cref="FormatException">A line is neither of the forms, or its id cannot stand in a run; the message names file and line.</exception>
    public static IEnumerable<(Post Post, PostContent Content)> ReadDocuments(string path)
    {
        foreach (var (line, number) in ReadLines(path))
        {
            yield return ReadDocument(line, path, number);
        }
    }

    /// <summary>The queries of a file, perhaps gzip-compressed, a <c>qid TAB words</c> line each.</summary>
    /// <exception cref="FormatException">A line has no tab, or its id cannot stand in a run or stood in an earlier line; the message names file and line.</exception>
    public static IEnumerable<(string Id, string Words)> ReadQueries(string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (line, number) in ReadLines(path))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var id = tab > 0 ? line[..tab].Trim() : "";
            if (id.Length == 0)
            {
                throw Refused(path, number, "expected qid, a tab, and the query");
            }

            CheckId(id, path, number);
            if (!seen.Add(id))
            {
                throw Refused(path, number, $"the id '{id}' is another query's too");
            }

            yield return (id, line[(tab + 1)..]);
        }
    }

    /// <summary>The lines that are not blank, numbered from 1.</summary>
    private static IEnumerable<(string Line, int Number)> ReadLines(string path)
    {
        using Stream file = File.OpenRead(path);
        var isCompressed = (file.ReadByte(), file.ReadByte()) == (0x1f, 0x8b);
        file.Position = 0;
        using var stream = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (line, number);
            }
        }
    }

    /// <summary>A run's columns are parted by blanks: an id with one would shift those behind it.</summary>
    private static void CheckId(string id, string path, int number)
    {
        if (id.Any(char.IsWhiteSpace))
        {
            throw Refused(path, number, $"the id '{id}' holds a blank, which parts the columns of a run");
        }
    }

    private static FormatException Refused(string path, int number, string why, Exception? cause = null) => new($"{path}, line {number}: {why}.", cause);

    private static (Post Post, PostContent Content) ReadDocument(string line, string path, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var document = json.RootElement;
            var id = TextOf(document, "id")?.Trim() is { Length: > 0 } given ? given : throw new JsonException("no id");
            CheckId(id, path, number);
            if (!Array.Exists(PostMembers, name => document.TryGetProperty(name, out _)))
            {
                // Text as it stands: it may be code, which Markdown would tear.
                var text = TextOf(document, "text") ?? "";
                var plain = new Post { Id = id, Title = TextOf(document, "title") ?? "", Text = text };
                return (plain, new PostContent { Passages = [new Passage(PassageKind.Prose, text)] });
            }

            var post = PostMerge.Create(ReadPost(document, id), id, DateTimeOffset.MaxValue);
            return (post, PostContentReader.Read(post));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Refused(path, number, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>A judged post may lack what an archived one must have: it is ranked by what there is.</summary>
    private static IncomingPost ReadPost(JsonElement document, string id)
    {
        const string Untitled = "untitled";
        var post = JsonObject.Create(document)!;
        post["id"] = id;
        var isUntitled = string.IsNullOrWhiteSpace(TextOf(document, "title"));
        post["title"] = isUntitled ? Untitled : TextOf(document, "title");
        if (post["html"] is null)
        {
            post["text"] = TextOf(document, "text") ?? "";
        }

        var incoming = PostJson.Read(System.Text.Encoding.UTF8.GetBytes(post.ToJsonString()), source: null, planet: null);
        return isUntitled ? incoming with { Title = "" } : incoming;
    }

    private static string? TextOf(JsonElement document, string name) =>
        !document.TryGetProperty(name, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Null => null,
            _ => throw new JsonException($"{name} is not a string"),
        };
}
