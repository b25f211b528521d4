using System.Buffers.Text;

namespace SearchPlanet.Feeds.JsonFeed;

/// <summary>
/// Halves of surrogate pairs written as escapes, as careless truncation leaves them: valid JSON that no text can hold,
/// and that the reader refuses only when asked for the text. Each is made U+FFFD beforehand.
/// </summary>
internal static class HalfSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>Replaces in place.</summary>
    public static void Mend(Span<byte> json)
    {
        var at = json.IndexOf("\\u"u8) < 0 ? -1 : Next(json, 0);
        while (at >= 0 && at + EscapeLength <= json.Length)
        {
            if (json[at + 1] != 'u')
            {
                // Another escape, perhaps of a backslash: what follows it is not escaped by it.
                at = Next(json, at + 2);
                continue;
            }

            var unit = UnitAt(json, at);
            if (unit is < 0xD800 or > 0xDFFF)
            {
                at = Next(json, at + EscapeLength);
            }
            else if (unit < 0xDC00 && UnitAt(json, at + EscapeLength) is >= 0xDC00 and <= 0xDFFF)
            {
                at = Next(json, at + (2 * EscapeLength));
            }
            else
            {
                "\\ufffd"u8.CopyTo(json[at..]);
                at = Next(json, at + EscapeLength);
            }
        }
    }

    private static int Next(ReadOnlySpan<byte> json, int from)
    {
        var next = from >= json.Length ? -1 : json[from..].IndexOf((byte)'\\');
        return next < 0 ? -1 : from + next;
    }

    /// <summary>The code unit of the escape at a place, or -1 when there is none.</summary>
    private static int UnitAt(ReadOnlySpan<byte> json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
            && Utf8Parser.TryParse(json.Slice(at + 2, 4), out ushort unit, out var consumed, 'x') && consumed == 4
            ? unit
            : -1;
}
