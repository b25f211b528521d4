using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SearchPlanet.Posts;

/// <summary>Decides whether two posts are one: by canonical link, then by guid, then by title, author and near-equal text.</summary>
public static class PostIdentity
{
    /// <summary>Simhashes of one text in two markups differ in no more bits (measured on posts kept in two markups by their blogs).</summary>
    private const int SameDistance = 3;

    private const double NearContainment = 0.8;

    /// <summary>Below, what two posts share is a signature, a disclaimer or a quotation.</summary>
    private const double RevisedContainment = 0.3;

    private static readonly TimeSpan RevisionWindow = TimeSpan.FromDays(14);

    private static readonly TimeSpan RepostWindow = TimeSpan.FromDays(2);

    /// <summary>The keys under which the archive looks for <paramref name="post"/> and keeps it.</summary>
    public static PostKeys KeysOf(IncomingPost post)
    {
        var source = post.Source;
        var url = IsOwnAddress(post) ? CanonicalUrl.KeyOf(post.Url) : null;
        var guid = string.IsNullOrWhiteSpace(source.Guid) ? null : source.Guid.Trim();
        var entry = guid ?? CanonicalUrl.KeyOf(source.Url ?? post.Url) ?? FoldTitle(post.Title);
        return new PostKeys(
            url is null ? null : Hash("url", url),
            guid is null ? null : Hash("guid", IsUniqueByForm(guid) ? "" : source.Id, guid),
            Hash("source", source.Id, source.Planet ?? "", source.FeedUrl ?? "", entry),
            TitleKeys(post.Title),
            TextFingerprint.Of(post.Html ?? post.Text ?? ""));
    }

    /// <summary>The id of a post that is new and brings none: 16 lower-case hex digits, the same wherever and whenever it is first seen.</summary>
    /// <param name="attempt">Above 0 when the ids of the attempts before are other posts'.</param>
    public static string NewId(IncomingPost post, PostKeys keys, int attempt)
    {
        var name = keys.Url ?? keys.Guid ?? Hash("text", post.Source.Id, post.Title, post.Html ?? post.Text ?? "");
        var id = attempt == 0 ? name : Hash("id", name.ToString("x16"), attempt.ToString());
        return id.ToString("x16");
    }

    /// <summary>The key by which the archive finds a post by a link, canonical or not; null for what is no link to a post.</summary>
    public static long? UrlKey(string url) => CanonicalUrl.KeyOf(url) is { } key ? Hash("url", key) : null;

    /// <summary>A key for any text: an address that is no link to a post, the name of an entry.</summary>
    public static long TextKey(params ReadOnlySpan<string> parts) => Hash(parts);

    /// <summary>Compares a post that comes in with one in the archive that shares a title or passages with it.</summary>
    public static PostLikeness Compare(IncomingPost incoming, TextFingerprint incomingText, Post existing, TextFingerprint existingText)
    {
        // What a newsletter says of an article is not the article.
        if (!MayBeOneAuthor(incoming, existing) || incoming.PartOf is null != existing.PartOf is null)
        {
            return PostLikeness.Different;
        }

        var (likeness, containment) = CompareTexts(incoming, incomingText, existing, existingText);
        var gap = (incoming.Published - existing.Published)?.Duration();
        if (likeness >= PostLikeness.Near && (!TitleKeys(incoming.Title).Intersect(TitleKeys(existing.Title)).Any() || BlogSaysTwo(incoming, existing, gap)))
        {
            likeness = PostLikeness.Revised;
        }

        return likeness == PostLikeness.Revised && !MayBeRevision() ? PostLikeness.Different : likeness;

        // What merely quotes the other is much longer or shorter than it.
        bool MayBeRevision()
        {
            var (fewer, more) = (Math.Min(incomingText.Words, existingText.Words), Math.Max(incomingText.Words, existingText.Words));
            return !(gap > RevisionWindow)
                && fewer * 5 >= more * 2
                && incoming.Kind is not (PostKind.Newsletter or PostKind.Release)
                && existing.Kind is not (PostKind.Newsletter or PostKind.Release)
                && RevisionTitles.Agree(incoming.Title, existing.Title, containment, fewer, HasHour(incoming.Published) || HasHour(existing.Published) ? gap : null);
        }
    }

    /// <summary>A title or name to compare by: letters and digits in lower case, everything else one blank.</summary>
    public static string FoldTitle(string title)
    {
        var folded = new StringBuilder(title.Length);
        foreach (var c in title)
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (c is not ('\'' or '’') && folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>The first 64 bits of SHA-256 over the parts, each led by its length.</summary>
    private static long Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, part.Length);
            hash.AppendData(number[..4]);
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        }

        hash.GetHashAndReset(number);
        return BinaryPrimitives.ReadInt64BigEndian(number);
    }

    /// <summary>A link post may carry the address of what it comments on; two blogs that comment on one page are two posts.</summary>
    private static bool IsOwnAddress(IncomingPost post) =>
        post.PartOf is null && (post.Kind != PostKind.Link || SourceIdentity.FromUrl(post.Url) == post.Source.Id);

    private static bool IsUniqueByForm(string guid) =>
        guid.StartsWith("tag:", StringComparison.OrdinalIgnoreCase)
        || guid.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase);

    private static List<long> TitleKeys(string title)
    {
        var keys = new List<long>(2) { Hash("title", FoldTitle(title)) };
        var colon = title.IndexOf(": ", StringComparison.Ordinal);
        if (colon > 0 && FoldTitle(title[(colon + 2)..]) is { Length: > 0 } rest)
        {
            keys.Add(Hash("title", rest));
        }

        return keys;
    }

    /// <returns>The grade, and the share of the shorter text that is in the longer.</returns>
    private static (PostLikeness Likeness, double Containment) CompareTexts(IncomingPost incoming, TextFingerprint incomingText, Post existing, TextFingerprint existingText)
    {
        var distance = TextFingerprint.Distance(incomingText.SimHash, existingText.SimHash);
        if (incomingText.Words > 0 && incomingText.Words == existingText.Words && distance == 0)
        {
            return (PostLikeness.Same, 1);
        }

        if (Math.Min(incomingText.Words, existingText.Words) < TextFingerprint.MinWords / 4)
        {
            return (PostLikeness.Different, 0);
        }

        if (distance <= SameDistance && Math.Abs(incomingText.Words - existingText.Words) * 10 <= existingText.Words)
        {
            return (PostLikeness.Same, 1);
        }

        var containment = TextFingerprint.Containment(incoming.Html ?? incoming.Text ?? "", existing.Html ?? existing.Text ?? "");
        return (containment switch
        {
            >= NearContainment => PostLikeness.Near,
            >= RevisedContainment => PostLikeness.Revised,
            _ => PostLikeness.Different,
        }, containment);
    }

    /// <summary>Midnight is what a date without a time becomes.</summary>
    private static bool HasHour(DateTimeOffset? date) => date?.UtcDateTime.TimeOfDay > TimeSpan.Zero;

    /// <summary>True when one blog itself keeps both, under two addresses and days apart.</summary>
    private static bool BlogSaysTwo(IncomingPost incoming, Post existing, TimeSpan? gap) =>
        gap > RepostWindow
        && existing.Sources.Any(source => source.Id == incoming.Source.Id)
        && CanonicalUrl.KeyOf(incoming.Url) is { } first
        && CanonicalUrl.KeyOf(existing.Url) is { } second
        && first != second;

    private static bool MayBeOneAuthor(IncomingPost incoming, Post existing)
    {
        if (incoming.Authors.Count == 0 || existing.Authors.Count == 0 || existing.Sources.Any(s => s.Id == incoming.Source.Id))
        {
            return true;
        }

        // Planets name the blog where the blog names the person, so both count as names.
        var names = existing.Authors.Concat(existing.Sources.Select(s => s.Title)).Select(FoldTitle).ToHashSet(StringComparer.Ordinal);
        return incoming.Authors.Append(incoming.Source.Title).Any(name => names.Contains(FoldTitle(name)));
    }
}
