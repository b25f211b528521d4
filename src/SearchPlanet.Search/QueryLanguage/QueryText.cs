using System.Buffers;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Makes what was typed, or pasted, ready to be read.</summary>
internal static class QueryText
{
    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"\u201c\u201d\u201e");

    /// <summary>The query with one sort of quote and one sort of blank, cut to length; offsets stay.</summary>
    public static string Clean(string raw, QueryNotes notes)
    {
        var length = raw.Length;
        if (length > QueryLimits.Length)
        {
            // Half a word would mean another word.
            var blank = raw.AsSpan(0, QueryLimits.Length + 1).LastIndexOf(' ');
            length = blank > 0 ? blank : QueryLimits.Length - (char.IsHighSurrogate(raw[QueryLimits.Length - 1]) ? 1 : 0);
            notes.Add(QueryNoteCodes.TooLong, raw[QueryLimits.Length..Math.Min(raw.Length, QueryLimits.Length + 20)], length,
                $"a query holds at most {QueryLimits.Length} characters; the rest was left out");
        }

        return string.Create(length, (raw, notes), static (cleaned, state) =>
        {
            var (raw, notes) = state;
            for (var i = 0; i < cleaned.Length; i++)
            {
                var c = raw[i];
                var isPaired = char.IsHighSurrogate(c) ? i + 1 < cleaned.Length && char.IsLowSurrogate(raw[i + 1])
                    : char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(raw[i - 1]);
                if (char.IsWhiteSpace(c))
                {
                    cleaned[i] = ' ';
                }
                else if (char.IsControl(c) || (char.IsSurrogate(c) && !isPaired))
                {
                    notes.AddOnce(QueryNoteCodes.BadCharacter, $"U+{(int)c:X4}", i, "not a character of text; read as a blank");
                    cleaned[i] = ' ';
                }
                else
                {
                    cleaned[i] = Quotes.Contains(c) ? '"' : c;
                }
            }
        });
    }

    /// <summary>Words parted by one blank each.</summary>
    public static string Folded(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether there is anything in it that an index could hold.</summary>
    public static bool IsSearchable(string text) => text.Any(static c => char.IsLetterOrDigit(c) || c >= 0x80);
}
