using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace SearchPlanet.Ingestion.Articles;

/// <summary>
/// Finds the article in a page by the density of its text: prose has many characters a tag and few of them in links, navigation the
/// opposite (Sun, Song &amp; Liao, "DOM based content extraction via text density", SIGIR 2011). Thread-safe.
/// </summary>
public static class ArticleExtractor
{
    /// <summary>An article shorter than this is no more than the excerpt that we have.</summary>
    private const int MinCharacters = 250;

    private const int MaxDepth = 256;

    private static readonly HashSet<string> Clutter = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select", "iframe", "object", "embed",
        "svg", "canvas", "dialog", "menu", "link", "meta",
    };

    /// <summary>Elements of running text: their own tags say nothing about density, and highlighted code would drown in them.</summary>
    private static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "b", "i", "em", "strong", "code", "span", "sub", "sup", "kbd", "samp", "var", "mark", "abbr", "small", "br", "wbr", "q", "cite", "del", "ins", "u", "s", "tt", "font", "time",
    };

    /// <summary>The part of the page that is its article, as HTML.</summary>
    /// <returns>Null when no part of it reads like one, or the page would cost beyond reason to parse.</returns>
    public static string? Extract(string html)
    {
        if (HtmlComplexity.IsBeyondReason(html))
        {
            return null;
        }

        using var document = new HtmlParser().ParseDocument(html);
        if (document.Body is not { } body)
        {
            return null;
        }

        foreach (var element in body.QuerySelectorAll("*").Where(IsClutter).ToArray())
        {
            element.Remove();
        }

        var best = new Best();
        Measure(body, 0, best);
        return best.Element is { } article && best.Characters >= MinCharacters ? article.InnerHtml.Trim() : null;
    }

    private static bool IsClutter(IElement element) =>
        Clutter.Contains(element.LocalName)
        || element.HasAttribute("hidden")
        || element.GetAttribute("aria-hidden") == "true"
        || element.GetAttribute("role") is "navigation" or "banner" or "contentinfo" or "complementary" or "search"
        || HasClutterName(element);

    /// <summary>Blog engines name what hangs on to an article.</summary>
    private static bool HasClutterName(IElement element) =>
        element.LocalName is "div" or "section" or "ul" or "ol"
        && (element.Id + " " + element.ClassName).Split([' ', '_', '-'], StringSplitOptions.RemoveEmptyEntries)
            .Any(word => word.ToLowerInvariant() is "comments" or "comment" or "sidebar" or "share" or "sharing" or "related" or "breadcrumbs" or "pagination" or "newsletter" or "cookie" or "disqus");

    private static Text Measure(IElement element, int depth, Best best)
    {
        var text = new Text();
        var densities = 0.0;
        if (depth > MaxDepth)
        {
            return text;
        }

        foreach (var child in element.ChildNodes)
        {
            if (child is IText { Data: var data })
            {
                text.Characters += CountInk(data);
                continue;
            }

            if (child is not IElement inner)
            {
                continue;
            }

            var within = Measure(inner, depth + 1, best);
            text.Characters += within.Characters;
            text.LinkCharacters += inner.LocalName == "a" ? within.Characters : within.LinkCharacters;
            text.Tags += within.Tags + (Inline.Contains(inner.LocalName) ? 0 : 1);
            densities += Math.Max(0, within.Characters - (2 * within.LinkCharacters)) / (double)Math.Max(1, within.Tags);
        }

        // The densities of the children, not the element's own: that is what sets the article apart from one long paragraph of it.
        if (!Inline.Contains(element.LocalName) && densities > best.Density)
        {
            (best.Element, best.Density, best.Characters) = (element, densities, text.Characters - text.LinkCharacters);
        }

        return text;
    }

    private static int CountInk(string text)
    {
        var count = 0;
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                count++;
            }
        }

        return count;
    }

    private sealed class Best
    {
        public IElement? Element { get; set; }

        public double Density { get; set; }

        public int Characters { get; set; }
    }

    private struct Text
    {
        public int Characters;
        public int LinkCharacters;
        public int Tags;
    }
}
