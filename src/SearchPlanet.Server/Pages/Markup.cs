using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Server.Pages;

/// <summary>The one door by which text becomes HTML without being escaped.</summary>
internal static class Markup
{
    /// <summary>What our highlighter made: escaped text and marks. Anything else in it would be a fault, and is shown as text.</summary>
    public static MarkupString Highlighted(string html)
    {
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0; at = html.IndexOf('<', at + 1))
        {
            var rest = html.AsSpan(at);
            if (!rest.StartsWith("<mark>") && !rest.StartsWith("</mark>"))
            {
                return new MarkupString(HtmlEncoder.Default.Encode(html));
            }
        }

        return new MarkupString(html);
    }

    /// <summary>An address out of a feed as a link's target: http and https only, so that no script hides in it.</summary>
    /// <returns>Null when it is no such address; the link is left out then.</returns>
    public static string? Link(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Scheme is "http" or "https") ? url : null;

    /// <summary>The language of a post's own words, for what reads them aloud or hyphenates them.</summary>
    /// <returns>Null where it is the page's own, or is not known.</returns>
    public static string? LanguageOf(Hit hit) => hit.Language is { } language && language is not "en" && !language.StartsWith("en-", StringComparison.OrdinalIgnoreCase) ? language : null;

    /// <summary>A site path with one variable part.</summary>
    public static string Path(string kind, string value) => $"/{kind}/{Uri.EscapeDataString(value)}";
}
