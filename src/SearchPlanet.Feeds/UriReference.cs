namespace SearchPlanet.Feeds;

/// <summary>
/// Resolves references as RFC 3986, section 5.2, on text, so that everything else of an address stays as its author
/// wrote it: <see cref="Uri"/> would normalise case, escapes and international names.
/// </summary>
public static class UriReference
{
    /// <summary>Makes <paramref name="reference"/> absolute.</summary>
    /// <param name="baseAddress">Absolute, or null when no base is known; one past <see cref="FeedLimits.MaxBaseLength"/> is none.</param>
    /// <param name="reference">Blanks around it, and line breaks in it, are dropped.</param>
    /// <returns>The reference itself, when it is absolute or there is no base; an empty one gives the base.</returns>
    public static string Resolve(string? baseAddress, string reference)
    {
        reference = Clean(reference);
        if (baseAddress is null || baseAddress.Length > FeedLimits.MaxBaseLength || SchemeLength(baseAddress) == 0)
        {
            return reference;
        }

        var schemeLength = SchemeLength(reference);
        if (schemeLength > 0)
        {
            return reference;
        }

        var parts = new Parts(baseAddress);
        if (reference.Length == 0)
        {
            var fragment = baseAddress.IndexOf('#', StringComparison.Ordinal);
            return fragment < 0 ? baseAddress : baseAddress[..fragment];
        }

        if (!parts.IsHierarchical)
        {
            return reference;
        }

        if (reference.StartsWith("//", StringComparison.Ordinal))
        {
            return string.Concat(parts.Scheme, ":", reference);
        }

        var root = string.Concat(parts.Scheme, "://", parts.Authority);
        return reference[0] switch
        {
            '#' => string.Concat(root, parts.Path, parts.Query, reference),
            '?' => string.Concat(root, parts.Path, reference),
            '/' => string.Concat(root, WithoutDots(reference)),
            _ => string.Concat(root, WithoutDots(string.Concat(Directory(parts.Path), reference))),
        };
    }

    /// <summary>Whether it is a full http or https address.</summary>
    public static bool IsWeb(string? address) =>
        address is not null
        && (address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it begins with a scheme.</summary>
    public static bool IsAbsolute(string address) => SchemeLength(address) > 0;

    /// <summary>Whether an absolute address has an authority, so that others can be relative to it; <c>javascript:</c> has none.</summary>
    public static bool IsHierarchical(string address)
    {
        var scheme = SchemeLength(address);
        return scheme > 0 && address.AsSpan(scheme + 1).StartsWith("//");
    }

    private static string Clean(string reference)
    {
        var trimmed = reference.Trim();
        if (trimmed.StartsWith("http:///", StringComparison.OrdinalIgnoreCase) || trimmed.StartsWith("https:///", StringComparison.OrdinalIgnoreCase))
        {
            // A template with an empty scheme of its own: one slash too many, and never an address without a host.
            var slashes = trimmed.IndexOf("//", StringComparison.Ordinal) + 2;
            trimmed = string.Concat(trimmed.AsSpan(0, slashes), trimmed.AsSpan(slashes).TrimStart('/'));
        }

        return trimmed.AsSpan().IndexOfAny('\n', '\r', '\t') < 0
            ? trimmed
            : string.Concat(trimmed.Split(['\n', '\r', '\t'], StringSplitOptions.TrimEntries));
    }

    /// <summary>The length of the scheme without its colon; 0 when there is none.</summary>
    private static int SchemeLength(string address)
    {
        if (address.Length == 0 || !char.IsAsciiLetter(address[0]))
        {
            return 0;
        }

        for (var i = 1; i < address.Length; i++)
        {
            if (address[i] == ':')
            {
                return i;
            }

            if (!char.IsAsciiLetterOrDigit(address[i]) && address[i] is not ('+' or '-' or '.'))
            {
                return 0;
            }
        }

        return 0;
    }

    private static string Directory(ReadOnlySpan<char> path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "/" : path[..(slash + 1)].ToString();
    }

    /// <summary>Section 5.2.4 on the path of <paramref name="target"/>; its query and fragment are kept.</summary>
    private static string WithoutDots(string target)
    {
        var pathEnd = target.AsSpan().IndexOfAny('?', '#');
        var path = pathEnd < 0 ? target : target[..pathEnd];
        if (!path.Contains("/.", StringComparison.Ordinal))
        {
            return target;
        }

        var kept = new List<string>();
        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            switch (segments[i])
            {
                case ".." when kept.Count > 0:
                    kept.RemoveAt(kept.Count - 1);
                    break;
                case "." or "..":
                    break;
                default:
                    kept.Add(segments[i]);
                    continue;
            }

            if (isLast)
            {
                kept.Add("");
            }
        }

        return string.Concat("/", string.Join('/', kept), pathEnd < 0 ? "" : target[pathEnd..]);
    }

    private readonly ref struct Parts
    {
        public Parts(string address)
        {
            var scheme = SchemeLength(address);
            Scheme = address.AsSpan(0, scheme);
            var rest = address.AsSpan(scheme + 1);
            IsHierarchical = rest.StartsWith("//");
            if (!IsHierarchical)
            {
                return;
            }

            rest = rest[2..];
            var authorityEnd = rest.IndexOfAny('/', '?', '#');
            Authority = authorityEnd < 0 ? rest : rest[..authorityEnd];
            rest = authorityEnd < 0 ? default : rest[authorityEnd..];
            var fragment = rest.IndexOf('#');
            rest = fragment < 0 ? rest : rest[..fragment];
            var query = rest.IndexOf('?');
            Path = query < 0 ? rest : rest[..query];
            Query = query < 0 ? default : rest[query..];
        }

        public ReadOnlySpan<char> Scheme { get; }

        public ReadOnlySpan<char> Authority { get; }

        public ReadOnlySpan<char> Path { get; }

        public ReadOnlySpan<char> Query { get; }

        public bool IsHierarchical { get; }
    }
}
