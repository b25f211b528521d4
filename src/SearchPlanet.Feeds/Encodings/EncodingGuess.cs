namespace SearchPlanet.Feeds.Encodings;

/// <summary>
/// Guesses among the double-byte encodings of East Asia when nothing declared fits. A guess must be overwhelming: pairs
/// of high bytes in the rows that hold each language's everyday characters.
/// </summary>
internal static class EncodingGuess
{
    private const int SampleBytes = 1 << 16;
    private const int MinimumPairs = 8;

    /// <summary>The name of the encoding, or null when nothing stands out.</summary>
    /// <param name="body">Not UTF-8: that is for the caller to rule out.</param>
    public static string? Of(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> sample = body[..Math.Min(body.Length, SampleBytes)];
        int pairs = 0;
        int hangul = 0;
        int commonHanzi = 0;
        int kana = 0;
        int big5Common = 0;
        int lowTrail = 0;
        int broken = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            byte lead = sample[i];
            if (lead < 0x80)
            {
                continue;
            }

            if (i + 1 >= sample.Length)
            {
                break;
            }

            byte trail = sample[++i];
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
