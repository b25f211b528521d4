namespace SearchPlanet.Engine.Analysis;

/// <summary>The beginning of a chain: cuts text into tokens.</summary>
public abstract class Tokenizer : TokenStream
{
    protected Tokenizer()
        : base(new Token())
    {
    }

    /// <summary>The text being cut.</summary>
    protected ReadOnlyMemory<char> Text { get; private set; }

    public override void Reset(ReadOnlyMemory<char> text) => Text = text;
}
