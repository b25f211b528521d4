namespace SearchPlanet.Feeds.Encodings;

/// <summary>
/// ISO-2022-JP and its relatives (RFC 1468, RFC 1554, RFC 2237): ASCII and the sets that escape sequences switch to. Of
/// JIS X 0213 it reads what JIS X 0208 has too; the rest becomes U+FFFD.
/// </summary>
internal sealed class Iso2022JpEncoding : DecodingOnly
{
    private const byte Escape = 0x1B;

    private enum Set
    {
        Ascii,
        JisRoman,
        Katakana,
        JisX0208,
        JisX0212,
        Gb2312,
        KsX1001,
    }

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        var written = 0;
        var i = 0;
        var set = Set.Ascii;
        while (i < bytes.Length)
        {
            if (bytes[i] == Escape && Switch(bytes[i..], ref set) is > 0 and int length)
            {
                i += length;
            }
            else if (set >= Set.JisX0208 && bytes[i] is >= 0x21 and <= 0x7E && i + 1 < bytes.Length)
            {
                chars[written++] = OfPair(set, bytes[i], bytes[i + 1]);
                i += 2;
            }
            else
            {
                chars[written++] = OfByte(set, bytes[i]);
                i++;
            }
        }

        return written;
    }

    /// <summary>Follows an escape sequence.</summary>
    /// <returns>Its length; 0 when it is none that is known.</returns>
    private static int Switch(ReadOnlySpan<byte> bytes, ref Set set)
    {
        (var next, var length) = bytes switch
        {
            [_, (byte)'(', (byte)'B', ..] => (Set.Ascii, 3),
            [_, (byte)'(', (byte)'J', ..] => (Set.JisRoman, 3),
            [_, (byte)'(', (byte)'I', ..] => (Set.Katakana, 3),
            [_, (byte)'$', (byte)'@' or (byte)'B', ..] => (Set.JisX0208, 3),
            [_, (byte)'$', (byte)'A', ..] => (Set.Gb2312, 3),
            [_, (byte)'$', (byte)'(', (byte)'C', ..] => (Set.KsX1001, 4),
            [_, (byte)'$', (byte)'(', (byte)'D', ..] => (Set.JisX0212, 4),
            [_, (byte)'$', (byte)'(', (byte)'O' or (byte)'Q', ..] => (Set.JisX0208, 4),
            _ => ((Set?)null, 0),
        };
        set = next ?? set;
        return length;
    }

    private static char OfPair(Set set, byte first, byte second) => set switch
    {
        Set.JisX0208 => DoubleByteSet.JisX0208[first, second],
        Set.JisX0212 => DoubleByteSet.JisX0212[first, second],
        Set.Gb2312 => DoubleByteSet.Gb2312[first, second],
        _ => DoubleByteSet.KsX1001[first, second],
    };

    private static char OfByte(Set set, byte value) => (set, value) switch
    {
        (_, >= 0x80) => '\uFFFD',
        (Set.JisRoman, (byte)'\\') => '\u00A5',
        (Set.JisRoman, (byte)'~') => '\u203E',
        (Set.Katakana, >= 0x21 and <= 0x5F) => (char)(0xFF61 + value - 0x21),
        _ => (char)value,
    };
}
