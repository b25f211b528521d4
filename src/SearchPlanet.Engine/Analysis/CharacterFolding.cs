using System.Collections.Frozen;

namespace SearchPlanet.Engine.Analysis;

/// <summary>
/// Makes characters comparable as people type them: compatibility forms, case and accents folded away
/// (<c>Ａ</c>, <c>á</c>, <c>ﬁ</c>, <c>ß</c> become <c>a</c>, <c>a</c>, <c>fi</c>, <c>ss</c>). Works character by
/// character without a culture or ICU, so it is the same on every machine.
/// </summary>
public static class CharacterFolding
{
    private const char Many = '\uFFFF';
    private static readonly FrozenDictionary<char, string> Expansions;
    private static readonly char[] Map;

    static CharacterFolding()
    {
        Map = new char[0x10000];
        for (var c = 0; c < Map.Length; c++)
        {
            Map[c] = char.IsSurrogate((char)c) ? (char)c : char.ToLowerInvariant((char)c);
        }

        var expansions = new Dictionary<char, string>();
        var groups = FoldingTable.Groups.AsSpan();
        while (groups.Length > 0)
        {
            var middle = groups.IndexOf('\u0001');
            var end = groups.IndexOf('\u0002');
            var folded = groups[..middle];
            foreach (var c in groups[(middle + 1)..end])
            {
                if (folded.Length == 1)
                {
                    Map[c] = folded[0];
                }
                else
                {
                    Map[c] = Many;
                    expansions[c] = folded.ToString();
                }
            }

            groups = groups[(end + 1)..];
        }

        Expansions = expansions.ToFrozenDictionary();
    }

    /// <summary>The longest that <paramref name="length"/> UTF-16 units can become.</summary>
    public static int MaxLength(int length) => length * 6;

    /// <summary>Folds <paramref name="text"/> into <paramref name="destination"/>.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> of the text's length.</param>
    /// <returns>How many characters were written.</returns>
    public static int Fold(ReadOnlySpan<char> text, Span<char> destination)
    {
        var map = Map;
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 0x80)
            {
                destination[length++] = (uint)(c - 'A') <= 'Z' - 'A' ? (char)(c | 0x20) : c;
                continue;
            }

            var folded = map[c];
            if (folded == Many)
            {
                // The empty expansion drops a combining mark.
                var expansion = Expansions.GetValueOrDefault(c, "");
                expansion.CopyTo(destination[length..]);
                length += expansion.Length;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                length += FoldSupplementary(char.ConvertToUtf32(c, text[++i]), destination[length..]);
            }
            else
            {
                destination[length++] = folded;
            }
        }

        return length;
    }

    /// <summary>The folded text; the same instance when nothing changes.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var buffer = text.Length <= 64 ? stackalloc char[MaxLength(64)] : new char[MaxLength(text.Length)];
        var folded = buffer[..Fold(text, buffer)];
        return folded.SequenceEqual(text) ? text : folded.ToString();
    }

    private static int FoldSupplementary(int codePoint, Span<char> destination)
    {
        // Mathematical alphanumerics: thirteen alphabets of 52 letters in a row, then five rows of digits.
        if (codePoint is >= 0x1D400 and < 0x1D6A4)
        {
            destination[0] = (char)('a' + ((codePoint - 0x1D400) % 26));
            return 1;
        }

        if (codePoint is >= 0x1D7CE and < 0x1D800)
        {
            destination[0] = (char)('0' + ((codePoint - 0x1D7CE) % 10));
            return 1;
        }

        var rune = System.Text.Rune.ToLowerInvariant(new System.Text.Rune(codePoint));
        return rune.EncodeToUtf16(destination);
    }
}
