namespace SearchPlanet.Engine.Analysis;

/// <summary>
/// Unicode words in lower case, nothing else: the terms of Lucene's <c>StandardAnalyzer</c> without stop words.
/// </summary>
public sealed class StandardAnalyzer : Analyzer
{
    public override string Fingerprint => "standard/1";

    public override TokenStream CreateStream() => new LowerCaseFilter(new StandardTokenizer());
}
