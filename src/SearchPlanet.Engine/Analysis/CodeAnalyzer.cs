namespace SearchPlanet.Engine.Analysis;

/// <summary>Program code: identifiers whole and in parts as in <see cref="DeveloperAnalyzer"/>, without stems.</summary>
public sealed class CodeAnalyzer : Analyzer
{
    public override string Fingerprint => "code/1";

    public override TokenStream CreateStream() => new DeveloperTokenizer(isCode: true);
}
