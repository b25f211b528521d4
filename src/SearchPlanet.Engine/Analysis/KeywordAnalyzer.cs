namespace SearchPlanet.Engine.Analysis;

/// <summary>The whole text as one token, as it is: ids, URLs, tags.</summary>
public sealed class KeywordAnalyzer : Analyzer
{
    public override string Fingerprint => "keyword/1";

    public override TokenStream CreateStream() => new KeywordTokenizer();

    private sealed class KeywordTokenizer : Tokenizer
    {
        private bool _done = true;

        public override void Reset(ReadOnlyMemory<char> text)
        {
            base.Reset(text);
            _done = false;
        }

        public override bool IncrementToken()
        {
            if (_done)
            {
                return false;
            }

            _done = true;
            Token.SetTerm(Text.Span);
            Token.StartOffset = 0;
            Token.EndOffset = Text.Length;
            Token.PositionIncrement = 1;
            return true;
        }
    }
}
