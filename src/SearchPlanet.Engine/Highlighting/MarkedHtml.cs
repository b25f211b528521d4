using System.Text;

namespace SearchPlanet.Engine.Highlighting;

/// <summary>Writes text as HTML in which what matched stands in <c>&lt;mark&gt;</c>. Nothing else of the text can become markup.</summary>
public static class MarkedHtml
{
    /// <summary>A part of a text, escaped and marked.</summary>
    /// <param name="ranges">Rising, not overlapping; those outside of the part are passed over, those across its ends are cut. Ranges that touch get one mark.</param>
    public static string Write(string text, int start, int end, IReadOnlyList<HighlightRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(ranges);
        var html = new StringBuilder(end - start + 64);
        var at = start;
        for (var i = 0; i < ranges.Count; i++)
        {
            var from = Math.Max(ranges[i].Start, at);
            var to = Math.Min(ranges[i].End, end);
            // Ideographs and parts of an identifier match one by one, and are read as one.
            while (i + 1 < ranges.Count && ranges[i + 1].Start == to)
            {
                to = Math.Min(ranges[++i].End, end);
            }

            if (to <= from)
            {
                continue;
            }

            Escape(html, text.AsSpan(at, from - at));
            html.Append("<mark>");
            Escape(html, text.AsSpan(from, to - from));
            html.Append("</mark>");
            at = to;
        }

        Escape(html, text.AsSpan(at, end - at));
        return html.ToString();
    }

    /// <summary>The whole text, escaped and marked.</summary>
    public static string Write(string text, IReadOnlyList<HighlightRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Write(text, 0, text.Length, ranges);
    }

    private static void Escape(StringBuilder html, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                // Not allowed in HTML (Infra, "control"), and of no use in a snippet.
                < ' ' when c is not ('\n' or '\t') => html.Append(' '),
                _ => html.Append(c),
            };
        }
    }
}
