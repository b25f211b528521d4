using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>An incoming post with all that can be computed before the archive is locked.</summary>
internal sealed record PreparedPost(IncomingPost Post, PostKeys Keys, long Fingerprint)
{
    private const int MaxIdLength = 64;

    /// <summary>Cleans the post of what a database cannot hold, and computes its keys.</summary>
    /// <exception cref="ArgumentException">The post has no title.</exception>
    public static PreparedPost Of(IncomingPost incoming)
    {
        var post = Clean(incoming);
        if (string.IsNullOrWhiteSpace(post.Title))
        {
            throw new ArgumentException("A post needs a title.", nameof(incoming));
        }

        return new PreparedPost(post, PostIdentity.KeysOf(post), FingerprintOf(post));
    }

    private static IncomingPost Clean(IncomingPost post) => post with
    {
        Id = IsUsableId(post.Id) ? post.Id : null,
        Title = Clean(post.Title)!.Trim(),
        Url = Clean(post.Url),
        Html = Clean(post.Html),
        Text = Clean(post.Text),
        Language = Clean(post.Language),
        Authors = post.Authors.Select(a => Clean(a)!).ToList(),
        Tags = post.Tags.Select(t => Clean(t)!).ToList(),
        Source = Clean(post.Source),
        AlsoFrom = post.AlsoFrom.Select(Clean).ToList(),
    };

    private static PostSource Clean(PostSource source) =>
        new(Clean(source.Id)!, Clean(source.Title)!, Clean(source.Planet), Clean(source.Guid), Clean(source.Url), Clean(source.FeedUrl));

    /// <summary>PostgreSQL's text holds neither U+0000 nor half a surrogate pair; both databases must hold the same.</summary>
    private static string? Clean(string? text)
    {
        if (text is null || (!text.Contains('\0', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')))
        {
            return text;
        }

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace("\0", "", StringComparison.Ordinal)));
    }

    private static bool IsUsableId(string? id) =>
        id is { Length: > 0 and <= MaxIdLength } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static long FingerprintOf(IncomingPost post)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(post.Title);
        Append(post.Url);
        Append(post.Html);
        Append(post.Text);
        Append(post.Language);
        Append(post.Published?.ToUnixTimeMilliseconds().ToString());
        Append(post.Updated?.ToUnixTimeMilliseconds().ToString());
        Append($"{(int)post.Kind} {post.IsExcerpt} {post.PartOf} {post.EarlierVersion}");
        Append(post.Source.Title);
        AppendAll(post.Authors);
        AppendAll(post.Tags);
        AppendAll(post.AlsoFrom.Select(s => s.ToString()));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return MemoryMarshal.Read<long>(digest);

        void AppendAll(IEnumerable<string> texts)
        {
            foreach (var text in texts)
            {
                Append(text);
            }

            Append(null);
        }

        void Append(string? text)
        {
            Span<int> length = [text?.Length ?? -1];
            hash.AppendData(MemoryMarshal.AsBytes(length));
            hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }
}
