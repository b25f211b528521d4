namespace SearchPlanet.Engine.Analysis;

/// <summary>
/// Tokens of one text, pulled one by one. A stream is made once and reset to each text in turn; it belongs to one
/// thread at a time.
/// </summary>
/// <example><code>
/// var stream = analyzer.CreateStream();
/// stream.Reset(text.AsMemory());
/// while (stream.IncrementToken())
///     Use(stream.Token.Term, stream.Token.PositionIncrement);
/// </code></example>
public abstract class TokenStream
{
    private protected TokenStream(Token token) => Token = token;

    /// <summary>The current token, the same instance for the life of the stream.</summary>
    public Token Token { get; }

    /// <summary>Begins anew with <paramref name="text"/>, which must stay unchanged until its last token was read.</summary>
    public abstract void Reset(ReadOnlyMemory<char> text);

    /// <summary>Moves to the next token; <see langword="false"/> at the end of the text.</summary>
    public abstract bool IncrementToken();
}
