using System.Data.Common;
using System.Text.Json;
using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>Posts and their sources as rows, both ways.</summary>
internal static class PostRows
{
    public static readonly string[] PostColumns =
    [
        "id", "sequence", "removed", "url", "title", "authors", "tags", "published", "updated", "first_seen", "date_confidence", "kind",
        "language", "is_excerpt", "earlier_version", "part_of", "simhash", "words", "body_source", "body_kind", "body_bytes", "body",
    ];

    public static readonly string[] SourceColumns =
    [
        "post_id", "position", "source_key", "source_id", "title", "planet", "guid", "url", "feed_url", "fingerprint", "seen_at",
    ];

    private const int HtmlBody = 1;

    private const int TextBody = 2;

    public static object?[] ToRow(StoredPost stored)
    {
        var post = stored.Post;
        var packed = BodyCodec.Encode(post.Html ?? post.Text ?? "", out var bodyBytes);
        return
        [
            post.Id, stored.Sequence, stored.IsRemoved ? 1 : 0, post.Url, post.Title, ToJson(post.Authors), ToJson(post.Tags),
            post.Published?.ToUnixTimeMilliseconds(), post.Updated?.ToUnixTimeMilliseconds(), post.FirstSeen.ToUnixTimeMilliseconds(),
            (int)post.DateConfidence, (int)post.Kind, post.Language, post.IsExcerpt ? 1 : 0, post.EarlierVersion, post.PartOf,
            stored.Text.SimHash, stored.Text.Words, stored.BodySource, post.Html is null ? TextBody : HtmlBody, bodyBytes, packed,
        ];
    }

    public static object?[] ToRow(string postId, int position, StoredSource stored)
    {
        var source = stored.Source;
        return
        [
            postId, position, stored.Key, source.Id, source.Title, source.Planet, source.Guid, source.Url, source.FeedUrl,
            stored.Fingerprint, stored.SeenAt,
        ];
    }

    /// <summary>Reads the columns of <see cref="PostColumns"/>; the sources come from a query of their own.</summary>
    public static StoredPost ReadPost(DbDataReader row)
    {
        var body = BodyCodec.Decode(row.GetFieldValue<byte[]>(21), row.GetInt32(20));
        var isHtml = row.GetInt32(19) == HtmlBody;
        var post = new Post
        {
            Id = row.GetString(0),
            Url = TextOrNull(row, 3),
            Title = row.GetString(4),
            Authors = FromJson(row.GetString(5)),
            Tags = FromJson(row.GetString(6)),
            Published = TimeOrNull(row, 7),
            Updated = TimeOrNull(row, 8),
            FirstSeen = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
            DateConfidence = (DateConfidence)row.GetInt32(10),
            Kind = (PostKind)row.GetInt32(11),
            Language = TextOrNull(row, 12),
            IsExcerpt = row.GetInt32(13) != 0,
            EarlierVersion = TextOrNull(row, 14),
            PartOf = TextOrNull(row, 15),
            Html = isHtml ? body : null,
            Text = isHtml ? null : body,
        };
        return new StoredPost(post, row.GetInt64(1), row.GetInt32(2) != 0, new TextFingerprint(row.GetInt64(16), row.GetInt32(17), []), row.GetInt64(18), []);
    }

    /// <summary>Reads the columns of <see cref="SourceColumns"/>.</summary>
    public static (string PostId, StoredSource Source) ReadSource(DbDataReader row)
    {
        var source = new PostSource(row.GetString(3), row.GetString(4), TextOrNull(row, 5), TextOrNull(row, 6), TextOrNull(row, 7), TextOrNull(row, 8));
        return (row.GetString(0), new StoredSource(source, row.GetInt64(2), row.GetInt64(9), row.GetInt64(10)));
    }

    private static string ToJson(IReadOnlyList<string> values) =>
        values.Count == 0 ? "[]" : JsonSerializer.Serialize(values, ArchiveJson.Default.IReadOnlyListString);

    private static string[] FromJson(string json) =>
        json == "[]" ? [] : JsonSerializer.Deserialize(json, ArchiveJson.Default.StringArray)!;

    private static string? TextOrNull(DbDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    private static DateTimeOffset? TimeOrNull(DbDataReader row, int ordinal) =>
        row.IsDBNull(ordinal) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(ordinal));
}
