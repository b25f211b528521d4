namespace SearchPlanet.Feeds.Encodings;

/// <summary>EUC-JP with the supplementary characters of JIS X 0212 in three bytes, which .NET's code page 51932 lacks.</summary>
internal sealed class EucJpEncoding : DecodingOnly
{
    private const byte SingleShift2 = 0x8E;
    private const byte SingleShift3 = 0x8F;

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        var written = 0;
        var i = 0;
        while (i < bytes.Length)
        {
            var length = bytes[i] < 0x80 ? 1 : bytes[i] == SingleShift3 ? 3 : 2;
            var character = bytes.Slice(i, Math.Min(length, bytes.Length - i));
            var read = character switch
            {
                [< 0x80] => (char)character[0],
                [SingleShift2, >= 0xA1 and <= 0xDF] => (char)(0xFF61 + character[1] - 0xA1),
                [SingleShift3, >= 0xA1, >= 0xA1] => DoubleByteSet.JisX0212[character[1], character[2]],
                [>= 0xA1, >= 0xA1] => DoubleByteSet.JisX0208[character[0], character[1]],
                _ => '\uFFFD',
            };
            chars[written++] = read;

            // After a byte that begins nothing the next may begin something.
            i += read == '\uFFFD' ? 1 : character.Length;
        }

        return written;
    }
}
