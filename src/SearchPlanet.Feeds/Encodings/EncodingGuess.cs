namespace SearchPlanet.Feeds.Encodings;

/// <summary>
/// Guesses when nothing declared fits, among the double-byte encodings of East Asia and the one-byte ones of Russian and
/// Hebrew. A guess must be overwhelming: pairs of high bytes in the rows that hold each language's everyday characters,
/// or whole words of high bytes in the range of each alphabet.
/// </summary>
internal static class EncodingGuess
{
    private const int SampleBytes = 1 << 16;
    private const int MinimumPairs = 8;
    private const int MinimumLetters = 24;

    /// <summary>The name of the encoding, or null when nothing stands out.</summary>
    /// <param name="body">Not UTF-8: that is for the caller to rule out.</param>
    public static string? Of(ReadOnlySpan<byte> body)
    {
        var sample = body[..Math.Min(body.Length, SampleBytes)];
        return OfAlphabet(sample) ?? OfPairs(sample);
    }

    /// <summary>Languages that write all their letters with high bytes: those stand in runs, with blanks between.</summary>
    private static string? OfAlphabet(ReadOnlySpan<byte> sample)
    {
        var letters = 0;
        var runs = 0;
        var firstRows = 0;
        var lastRow = 0;
        var others = 0;
        var blanks = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            var value = sample[i];
            if (value < 0x80)
            {
                blanks += value == ' ' && i > 0 && sample[i - 1] >= 0xC0 ? 1 : 0;
                continue;
            }

            runs += i == 0 || sample[i - 1] < 0x80 ? 1 : 0;
            letters += value >= 0xC0 ? 1 : 0;
            others += value < 0xC0 ? 1 : 0;
            firstRows += value is >= 0xC0 and <= 0xDF ? 1 : 0;
            lastRow += value >= 0xFB ? 1 : 0;
        }

        if (letters < MinimumLetters || others * 20 > letters || runs * 3 > letters || blanks * 12 < letters)
        {
            return null;
        }

        return firstRows * 10 > letters * 8 ? "koi8-r"
            : firstRows * 10 > letters * 2 ? null
            : lastRow == 0 ? "windows-1255"
            : lastRow * 30 > letters ? "windows-1251"
            : null;
    }

    private static string? OfPairs(ReadOnlySpan<byte> sample)
    {
        var pairs = 0;
        var hangul = 0;
        var commonHanzi = 0;
        var kana = 0;
        var big5Common = 0;
        var lowTrail = 0;
        var broken = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            var lead = sample[i];
            if (lead < 0x80)
            {
                continue;
            }

            if (i + 1 >= sample.Length)
            {
                break;
            }

            var trail = sample[++i];
            if (lead is 0x80 or 0xFF || trail < 0x40 || trail is 0x7F or 0xFF)
            {
                broken++;
                i--;
                continue;
            }

            pairs++;
            lowTrail += trail < 0xA1 ? 1 : 0;
            hangul += lead is >= 0xB0 and <= 0xC8 && trail >= 0xA1 ? 1 : 0;
            commonHanzi += lead is >= 0xB0 and <= 0xD7 && trail >= 0xA1 ? 1 : 0;
            kana += lead is 0xA4 or 0xA5 && trail >= 0xA1 ? 1 : 0;
            big5Common += lead is >= 0xA4 and <= 0xC6 ? 1 : 0;
        }

        if (pairs < MinimumPairs || broken * 20 > pairs)
        {
            return null;
        }

        return lowTrail * 20 > pairs
            ? big5Common * 10 > pairs * 8 ? "big5" : null
            : kana * 5 > pairs ? "euc-jp"
            : hangul * 20 > pairs * 17 ? "euc-kr"
            : commonHanzi * 10 > pairs * 7 ? "gb18030"
            : null;
    }
}
