using System.Globalization;
using System.Text;

namespace SearchPlanet.Server.Hosting;

/// <summary>Makes text from outside fit for a log.</summary>
internal static class LogText
{
    /// <summary>
    /// Writes what could forge or hide part of a line as its number, <c>\u000A</c>: control and format characters (line ends, escape sequences,
    /// bidirectional overrides), line and paragraph separators, and halves of surrogate pairs.
    /// </summary>
    /// <param name="maxLength">In characters of <paramref name="text"/>; the rest becomes an ellipsis.</param>
    public static string Escape(string text, int maxLength)
    {
        var escaped = new StringBuilder(Math.Min(text.Length, maxLength) + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (i >= maxLength)
            {
                return escaped.Append('…').ToString();
            }

            if (char.IsSurrogatePair(text, i) && Rune.GetUnicodeCategory(new Rune(text[i], text[i + 1])) != UnicodeCategory.Format)
            {
                escaped.Append(text[i]).Append(text[++i]);
            }
            else if (char.GetUnicodeCategory(text[i]) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate)
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            }
            else
            {
                escaped.Append(text[i]);
            }
        }

        return escaped.ToString();
    }
}
