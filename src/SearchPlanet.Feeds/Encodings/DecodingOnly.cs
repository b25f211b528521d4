using System.Text;

namespace SearchPlanet.Feeds.Encodings;

/// <summary>An encoding that feeds are read in and that nothing is written in. Invalid bytes become U+FFFD.</summary>
internal abstract class DecodingOnly : Encoding
{
    /// <summary>As many as there are bytes, which is never too few.</summary>
    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException();

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException();

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    /// <inheritdoc />
    public abstract override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars);
}
