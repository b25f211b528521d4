namespace SearchPlanet.Posts;

/// <summary>Gives a blog its stable id: the host of its home without <c>www.</c>, and on hosts that many blogs share the path segment that tells them apart.</summary>
public static class SourceIdentity
{
    /// <summary>Hosts on which the first path segment is the blog. Blogs that have a host name of their own (<c>x.substack.com</c>, <c>x.github.io</c>) need no entry.</summary>
    private static readonly HashSet<string> SharedHosts = new(StringComparer.Ordinal)
    {
        "medium.com", "dev.to", "hackernoon.com", "blogs.gnome.org", "blogs.kde.org", "people.gnome.org", "people.debian.org",
        "weblogs.asp.net", "blogs.msdn.com", "blogs.msdn.microsoft.com", "devblogs.microsoft.com", "write.as", "telegra.ph",
        "feeds.feedburner.com", "feeds2.feedburner.com", "feeds.feedblitz.com", "feedpress.me", "github.com", "gitlab.com",
        "sites.google.com", "community.ibm.com", "linkedin.com", "livejournal.com", "codeberg.org",
    };

    /// <summary>The id of the blog that an address belongs to.</summary>
    /// <param name="url">The blog's home, or any post of it.</param>
    /// <returns><c>adamj.eu</c>, <c>dev.to/name</c>, <c>example.org/~name</c>; null when it is no http(s) address.</returns>
    public static string? FromUrl(string? url)
    {
        if (!Uri.TryCreate(url?.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            return null;
        }

        var host = uri.IdnHost.ToLowerInvariant();
        if (host.StartsWith("www.", StringComparison.Ordinal))
        {
            host = host[4..];
        }

        var segment = FirstSegment(uri.AbsolutePath);
        var tellsApart = segment.Length > 1 && (segment[0] is '@' or '~' || SharedHosts.Contains(host));
        return tellsApart ? host + "/" + segment.ToLowerInvariant() : host;
    }

    /// <summary>An id for a source that is known by name only: lower case, words joined by hyphens.</summary>
    public static string FromName(string name)
    {
        Span<char> buffer = stackalloc char[Math.Min(name.Length, 80)];
        var length = 0;
        foreach (var c in name)
        {
            if (length == buffer.Length)
            {
                break;
            }

            if (char.IsLetterOrDigit(c) || c == '.')
            {
                buffer[length++] = char.ToLowerInvariant(c);
            }
            else if (length > 0 && buffer[length - 1] != '-')
            {
                buffer[length++] = '-';
            }
        }

        return new string(buffer[..length].TrimEnd('-'));
    }

    private static string FirstSegment(string path)
    {
        var rest = path.AsSpan().TrimStart('/');
        var slash = rest.IndexOf('/');
        return (slash < 0 ? rest : rest[..slash]).ToString();
    }
}
