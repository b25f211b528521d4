using SearchPlanet.Posts;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Tells an address pasted into the search box from other words.</summary>
internal static class PostAddress
{
    /// <summary>The address of a page as <see cref="CanonicalUrl.KeyOf"/> compares it, typed with its scheme or without; null for what names no page.</summary>
    public static string? KeyOf(string text)
    {
        if (text.Contains(' ', StringComparison.Ordinal))
        {
            return null;
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            return CanonicalUrl.KeyOf(text);
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && text.AsSpan(0, slash).Contains('.') ? CanonicalUrl.KeyOf("https://" + text) : null;
    }

    /// <summary>The host of such an address, without <c>www.</c>; null where <see cref="KeyOf"/> is.</summary>
    public static string? HostOf(string text) => KeyOf(text) is { } key ? key[..key.IndexOf('/', StringComparison.Ordinal)] : null;
}
