using System.Buffers;
using System.Globalization;

namespace SearchPlanet.Posts;

/// <summary>The times that lead the lines of transcripts: <c>00:01:23</c>, <c>1:02:03.400</c>, <c>[12:30]</c>.</summary>
public static class TranscriptTime
{
    private static readonly SearchValues<char> TimeSigns = SearchValues.Create("0123456789:.,");

    /// <summary>Takes a time off the beginning of a line.</summary>
    /// <param name="line">What follows it, without the blank between.</param>
    /// <returns>False when the line does not begin with one; it is then left as it was.</returns>
    public static bool TryRead(ref ReadOnlySpan<char> line, out TimeSpan at)
    {
        at = default;
        var rest = line.TrimStart();
        var isBracketed = rest is ['[' or '(', ..];
        rest = isBracketed ? rest[1..] : rest;
        var length = rest.IndexOfAnyExcept(TimeSigns);
        var time = length < 0 ? rest : rest[..length];
        rest = length < 0 ? default : rest[length..];
        if (isBracketed)
        {
            if (rest is not [']' or ')', ..])
            {
                return false;
            }

            rest = rest[1..];
        }
        else if (rest is [not (' ' or '\t' or '-'), ..])
        {
            return false;
        }

        if (!TryParse(time, out at))
        {
            return false;
        }

        line = rest.TrimStart(" \t-");
        return true;
    }

    /// <summary>Reads <c>mm:ss</c> or <c>hh:mm:ss</c>, with or without a fraction after point or comma.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        var fraction = text.IndexOfAny('.', ',');
        var whole = fraction < 0 ? text : text[..fraction];
        var milliseconds = 0;
        if (fraction >= 0 && (text.Length - fraction > 4 || !int.TryParse(text[(fraction + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds)))
        {
            return false;
        }

        for (var digits = text.Length - fraction - 1; fraction >= 0 && digits < 3; digits++)
        {
            milliseconds *= 10;
        }

        Span<Range> parts = stackalloc Range[4];
        var count = whole.Split(parts, ':');
        if (count is < 2 or > 3)
        {
            return false;
        }

        var seconds = 0;
        for (var i = 0; i < count; i++)
        {
            if (!int.TryParse(whole[parts[i]], NumberStyles.None, CultureInfo.InvariantCulture, out var part) || part > (i == 0 ? 999 : 59))
            {
                return false;
            }

            seconds = (seconds * 60) + part;
        }

        time = TimeSpan.FromSeconds(seconds) + TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }
}
