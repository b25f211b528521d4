using SearchPlanet.Engine.Analysis;

namespace SearchPlanet.Engine.Tests.Analysis;

internal static class Tokens
{
    /// <summary>What an analyzer makes of a text: <c>position:term</c>, stems with a tilde at the end.</summary>
    internal static IReadOnlyList<string> Of(Analyzer analyzer, string text)
    {
        var tokens = new List<string>();
        var stream = analyzer.CreateStream();
        var position = -1;
        stream.Reset(text.AsMemory());
        while (stream.IncrementToken())
        {
            position += stream.Token.PositionIncrement;
            stream.Token.StartOffset.ShouldBeInRange(0, text.Length);
            stream.Token.EndOffset.ShouldBeInRange(stream.Token.StartOffset, text.Length);
            tokens.Add($"{position}:{stream.Token.ToString().Replace(StemMarker.Char, '~')}");
        }

        return tokens;
    }
}
