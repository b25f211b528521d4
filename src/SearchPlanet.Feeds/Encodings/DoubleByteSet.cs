using System.Text;

namespace SearchPlanet.Feeds.Encodings;

/// <summary>
/// A national character set of 94 rows of 94 characters, as ISO 2022 switches between them. .NET's code pages know the
/// characters; here they can be looked up by row and cell.
/// </summary>
internal sealed class DoubleByteSet
{
    private const int Size = 94;
    private readonly char[] _characters = new char[Size * Size];

    /// <param name="codePage">One that has the set in bytes A1 to FE.</param>
    /// <param name="secondMask">What the code page leaves of the second byte.</param>
    private DoubleByteSet(int codePage, byte secondMask = 0xFF)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))!;
        Span<char> decoded = stackalloc char[4];
        for (var i = 0; i < _characters.Length; i++)
        {
            var length = encoding.GetChars([(byte)(0xA1 + (i / Size)), (byte)((0xA1 + (i % Size)) & secondMask)], decoded);
            _characters[i] = length == 1 ? decoded[0] : '\uFFFD';
        }
    }

    public static DoubleByteSet JisX0208 => Loaded.JisX0208;

    /// <summary>The supplement of 1990; code page 20932 tells its characters by a second byte below 80.</summary>
    public static DoubleByteSet JisX0212 => Loaded.JisX0212;

    public static DoubleByteSet Gb2312 => Loaded.Gb2312;

    public static DoubleByteSet KsX1001 => Loaded.KsX1001;

    /// <summary>The character at two bytes, with or without their high bits; U+FFFD where there is none.</summary>
    public char this[byte first, byte second]
    {
        get
        {
            var row = (first & 0x7F) - 0x21;
            var cell = (second & 0x7F) - 0x21;
            return row is >= 0 and < Size && cell is >= 0 and < Size ? _characters[(row * Size) + cell] : '\uFFFD';
        }
    }

    /// <summary>Built when the first document needs one: hardly any does.</summary>
    private static class Loaded
    {
        public static readonly DoubleByteSet JisX0208 = new(51932);
        public static readonly DoubleByteSet JisX0212 = new(20932, secondMask: 0x7F);
        public static readonly DoubleByteSet Gb2312 = new(936);
        public static readonly DoubleByteSet KsX1001 = new(949);
    }
}
