using System.Runtime.CompilerServices;

namespace SearchPlanet.Engine.Analysis;

/// <summary>
/// The current token of a <see cref="TokenStream"/>: one mutable instance shared by a tokenizer and all filters
/// behind it, so that a token costs no allocation. Its content is valid until the next
/// <see cref="TokenStream.IncrementToken"/>.
/// </summary>
public sealed class Token
{
    private char[] _buffer = new char[64];
    private int _length;

    /// <summary>The term as UTF-16; writable in place by filters.</summary>
    public Span<char> Term => _buffer.AsSpan(0, _length);

    public int Length => _length;

    /// <summary>Where the token begins in the input, in UTF-16 units.</summary>
    public int StartOffset { get; set; }

    /// <summary>One past the token's last UTF-16 unit in the input.</summary>
    public int EndOffset { get; set; }

    /// <summary>Distance to the position of the token before; 0 puts both at one position. The first token of a text has 1.</summary>
    public int PositionIncrement { get; set; } = 1;

    /// <summary>How many positions the token spans: above 1 for a whole whose parts stand at positions of their own.</summary>
    public int PositionLength { get; set; } = 1;

    public TokenFlags Flags { get; set; }

    /// <summary>Copies <paramref name="term"/> into the token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetTerm(ReadOnlySpan<char> term)
    {
        if (term.Length > _buffer.Length)
        {
            Grow(term.Length);
        }

        term.CopyTo(_buffer);
        _length = term.Length;
    }

    /// <summary>Cuts or extends the term; extended, the new characters are undefined until written.</summary>
    public Span<char> SetLength(int length)
    {
        if (length > _buffer.Length)
        {
            Grow(length);
        }

        _length = length;
        return _buffer.AsSpan(0, length);
    }

    public override string ToString() => new(Term);

    private void Grow(int length) => Array.Resize(ref _buffer, Math.Max(length, _buffer.Length * 2));
}
