using System.Text;

namespace SearchPlanet.Feeds.Xml;

/// <summary>
/// Two mistakes that survive decoding: windows-1252's quotes and dashes numbered as if Latin-1 had them, and UTF-8
/// that was read as Latin-1 and encoded again.
/// </summary>
internal static class MistakenCharacters
{
    private const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
        "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text as it was meant; the same instance when nothing is wrong.</summary>
    public static string Repair(string text)
    {
        // Either mistake shows in characters that UTF-8 uses as continuation bytes.
        var suspect = text.AsSpan().IndexOfAnyInRange('\u0080', '\u00BF');
        return suspect < 0 ? text : RepairFrom(text);
    }

    private static string RepairFrom(string text)
    {
        var result = EncodedTwice(text) ?? text;
        return result.AsSpan().IndexOfAnyInRange('\u0080', '\u009F') < 0
            ? result
            : string.Create(result.Length, result, static (chars, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                {
                    chars[i] = source[i] is >= '\u0080' and <= '\u009F' ? Windows1252[source[i] - 0x80] : source[i];
                }
            });
    }

    /// <summary>The text decoded once more, when all of it is bytes and these are UTF-8.</summary>
    private static string? EncodedTwice(string text)
    {
        if (text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF'))
        {
            return null;
        }

        var bytes = Encoding.Latin1.GetBytes(text);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? StrictUtf8.GetString(bytes) : null;
    }
}
