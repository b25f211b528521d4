using System.Buffers;

namespace SearchPlanet.Feeds.Encodings;

/// <summary>A document as characters, in a rented array that <see cref="Dispose"/> gives back.</summary>
/// <param name="Encoding">The name of the encoding used, in lower case.</param>
internal sealed record DecodedText(char[] Chars, int Length, string Encoding) : IDisposable
{
    public void Dispose() => ArrayPool<char>.Shared.Return(Chars);
}
