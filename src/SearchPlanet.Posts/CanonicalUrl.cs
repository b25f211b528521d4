using System.Text;

namespace SearchPlanet.Posts;

/// <summary>One spelling for the many addresses under which a page is passed around.</summary>
public static class CanonicalUrl
{
    private const int MaxLength = 2048;

    /// <summary>Parameters that say where a click came from and never what is shown.</summary>
    private static readonly HashSet<string> TrackingParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid", "mkt_tok",
        "_hsenc", "_hsmi", "ref", "ref_src", "ref_url", "cmpid", "ocid", "__twitter_impression", "_ga", "_gl", "s_cid", "trk",
    };

    /// <summary>Redirectors that carry their target in a parameter.</summary>
    private static readonly Dictionary<string, string> Redirectors = new(StringComparer.Ordinal)
    {
        ["google.com/url"] = "q",
        ["medium.com/r"] = "url",
        ["l.facebook.com/l.php"] = "u",
        ["lnkd.in/redir"] = "url",
        ["out.reddit.com/"] = "url",
    };

    /// <summary>The address to keep and to show: leads to the same page, without tracking parameters, fragment and default port.</summary>
    /// <returns>Null when it is no absolute http(s) address, or longer than 2,048 characters.</returns>
    public static string? Of(string? url) => Parse(url) is { } uri ? Build(uri) : null;

    /// <summary>
    /// The address to compare by: <see cref="Of"/> also without scheme, <c>www.</c>, trailing slash and index page.
    /// The path keeps its case: <c>/watch/aB</c> and <c>/watch/Ab</c> are two videos.
    /// </summary>
    /// <returns>Null for what <see cref="Of"/> refuses, and for a bare home page: a feed that links every entry to its home must not make one post of them.</returns>
    public static string? KeyOf(string? url)
    {
        if (Parse(url) is not { } uri)
        {
            return null;
        }

        var key = Build(uri).AsSpan(uri.Scheme.Length + 3);
        if (key.StartsWith("www.", StringComparison.Ordinal))
        {
            key = key[4..];
        }

        var query = key.IndexOf('?');
        var path = query < 0 ? key : key[..query];
        foreach (var index in (ReadOnlySpan<string>)["/index.html", "/index.htm", "/index.php"])
        {
            if (path.EndsWith(index, StringComparison.OrdinalIgnoreCase))
            {
                path = path[..^index.Length];
            }
        }

        path = path.TrimEnd('/');
        if (query < 0)
        {
            return path.Contains('/') ? path.ToString() : null;
        }

        return string.Concat(path, key[query..]);
    }

    private static Uri? Parse(string? url)
    {
        // Two unwrappings are enough for honest links, and end a chain made to be long.
        for (var unwrapped = 0; unwrapped < 3; unwrapped++)
        {
            if (string.IsNullOrWhiteSpace(url) || url.Length > MaxLength
                || !Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri)
                || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            {
                return null;
            }

            if (TargetOf(uri) is not { } target)
            {
                return uri;
            }

            url = target;
        }

        return null;
    }

    private static string? TargetOf(Uri uri)
    {
        var host = uri.Host.StartsWith("www.", StringComparison.Ordinal) ? uri.Host[4..] : uri.Host;
        if (!Redirectors.TryGetValue(host + uri.AbsolutePath.TrimEnd('/'), out var parameter)
            && !Redirectors.TryGetValue(host + uri.AbsolutePath, out parameter))
        {
            return null;
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&'))
        {
            if (pair.StartsWith(parameter + "=", StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(pair[(parameter.Length + 1)..]);
            }
        }

        return null;
    }

    private static string Build(Uri uri)
    {
        var text = new StringBuilder(uri.OriginalString.Length);
        text.Append(uri.Scheme).Append("://").Append(uri.IdnHost.ToLowerInvariant());
        if (!uri.IsDefaultPort)
        {
            text.Append(':').Append(uri.Port);
        }

        text.Append(uri.AbsolutePath);
        var separator = '?';
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsTracking(pair))
            {
                text.Append(separator).Append(pair);
                separator = '&';
            }
        }

        return text.ToString();
    }

    private static bool IsTracking(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? pair : pair[..equals];
        return name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase)
            || TrackingParameters.Contains(name)
            || (name == "source" && pair.AsSpan(equals + 1).StartsWith("rss", StringComparison.OrdinalIgnoreCase));
    }
}
