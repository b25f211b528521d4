namespace SearchPlanet.Posts;

/// <summary>
/// The words of a body as hashes, read fast and alike from HTML, Markdown and plain text, so that one post is recognised in
/// any of them. For comparing posts only; what is searched comes from <c>PostContentReader</c>.
/// </summary>
/// <remarks>The hashes are kept in the archive through <see cref="TextFingerprint"/>: a change here asks for a migration.</remarks>
internal static class BodyWords
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Letters and digits make words, apostrophes join them, tags, entities and link targets part them.</summary>
    /// <param name="maxWords">Reading stops there.</param>
    public static List<ulong> Read(ReadOnlySpan<char> body, int maxWords)
    {
        var words = new List<ulong>(Math.Min(maxWords, (body.Length / 6) + 1));
        var hash = Offset;
        var i = 0;
        while (i < body.Length && words.Count < maxWords)
        {
            var c = body[i];
            if (char.IsAsciiLetterOrDigit(c) || (c > 127 && char.IsLetterOrDigit(c)))
            {
                var lower = c <= 127 ? (char)(c | 0x20) : char.ToLowerInvariant(c);
                hash = (hash ^ lower) * Prime;
                i++;
                continue;
            }

            var joined = JoinedLength(body[i..]);
            if (joined > 0)
            {
                i += joined;
                continue;
            }

            if (hash != Offset)
            {
                words.Add(Mix(hash));
                hash = Offset;
            }

            i += SkippedLength(body[i..]);
        }

        if (hash != Offset && words.Count < maxWords)
        {
            words.Add(Mix(hash));
        }

        return words;
    }

    /// <summary>Spreads the bits of a multiply-and-xor hash (the finalizer of MurmurHash3).</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }

    /// <summary>The length of an apostrophe in any of its spellings; 0 when there is none.</summary>
    private static int JoinedLength(ReadOnlySpan<char> rest)
    {
        if (rest[0] is '\'' or '’')
        {
            return 1;
        }

        if (rest[0] != '&')
        {
            return 0;
        }

        foreach (var entity in (ReadOnlySpan<string>)["&#8217;", "&rsquo;", "&#39;", "&#x27;", "&#x2019;", "&apos;"])
        {
            if (rest.StartsWith(entity, StringComparison.Ordinal))
            {
                return entity.Length;
            }
        }

        return 0;
    }

    private static int SkippedLength(ReadOnlySpan<char> rest)
    {
        switch (rest[0])
        {
            case '<' when rest.Length > 1 && (char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '!'):
                var tag = LengthThrough(rest, ">", 4096);
                return IsRawText(rest, out var end) ? Math.Max(tag, LengthThrough(rest, end, int.MaxValue)) : tag;
            case '&':
                return LengthThrough(rest, ";", 10);
            case ']' when rest.Length > 1 && rest[1] == '(':
                return LengthThrough(rest, ")", 2048);
            default:
                return 1;
        }
    }

    private static bool IsRawText(ReadOnlySpan<char> tag, out string end)
    {
        end = tag.StartsWith("<script", StringComparison.OrdinalIgnoreCase) ? "</script"
            : tag.StartsWith("<style", StringComparison.OrdinalIgnoreCase) ? "</style"
            : "";
        return end.Length > 0;
    }

    /// <summary>The length up to and with <paramref name="end"/>, or 1 when it does not follow within <paramref name="limit"/> characters.</summary>
    private static int LengthThrough(ReadOnlySpan<char> rest, string end, int limit)
    {
        var found = rest[..Math.Min(rest.Length, limit)].IndexOf(end, StringComparison.OrdinalIgnoreCase);
        return found < 0 ? 1 : found + end.Length;
    }
}
