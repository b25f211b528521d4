namespace SearchPlanet.Engine.Analysis;

/// <summary>A link of a chain: changes, drops or adds tokens of the stream before it.</summary>
public abstract class TokenFilter : TokenStream
{
    protected TokenFilter(TokenStream input)
        : base((input ?? throw new ArgumentNullException(nameof(input))).Token) => Input = input;

    protected TokenStream Input { get; }

    public override void Reset(ReadOnlyMemory<char> text) => Input.Reset(text);
}
