using System.Text;

namespace SearchPlanet.Feeds.Encodings;

/// <summary>An encoding of one byte a character whose lower half is ASCII; it decodes only.</summary>
internal sealed class SingleByteEncoding : Encoding
{
    private readonly string _upperHalf;

    public SingleByteEncoding(string upperHalf) => _upperHalf = upperHalf;

    public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException();

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException();

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (int i = 0; i < byteCount; i++)
        {
            byte value = bytes[byteIndex + i];
            chars[charIndex + i] = value < 0x80 ? (char)value : _upperHalf[value - 0x80];
        }

        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
