namespace SearchPlanet.Feeds.Encodings;

/// <summary>An encoding of one byte a character whose lower half is ASCII.</summary>
internal sealed class SingleByteEncoding : DecodingOnly
{
    private readonly string _upperHalf;

    public SingleByteEncoding(string upperHalf) => _upperHalf = upperHalf;

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes[i];
            chars[i] = value < 0x80 ? (char)value : _upperHalf[value - 0x80];
        }

        return bytes.Length;
    }
}
