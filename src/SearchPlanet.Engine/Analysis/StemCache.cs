namespace SearchPlanet.Engine.Analysis;

/// <summary>
/// Stems with a memory of the last words: text repeats itself, and a look-up costs a tenth of the rules. Direct-mapped,
/// 2,048 entries. For one thread.
/// </summary>
internal sealed class StemCache
{
    private const int Size = 2048;
    private const int MaxLength = 32;
    private readonly string?[] _words = new string?[Size];
    private readonly string[] _stems = new string[Size];

    /// <summary>The stem of a lower-case word; empty when it is the word itself.</summary>
    internal ReadOnlySpan<char> Get(ReadOnlySpan<char> word)
    {
        if (word.Length is < 3 or > MaxLength)
        {
            return default;
        }

        var hash = 2166136261u;
        foreach (var c in word)
        {
            hash = (hash ^ c) * 16777619;
        }

        var slot = (hash ^ (hash >> 15)) & (Size - 1);
        if (_words[slot] is { } known && word.SequenceEqual(known))
        {
            return _stems[slot];
        }

        Span<char> buffer = stackalloc char[MaxLength + 1];
        word.CopyTo(buffer);
        var stem = buffer[..PorterTwoStemmer.Stem(buffer, word.Length)];
        _words[slot] = word.ToString();
        _stems[slot] = stem.SequenceEqual(word) ? "" : stem.ToString();
        return _stems[slot];
    }
}
