namespace SearchPlanet.Engine.Analysis;

/// <summary>
/// Prose by and for developers: words folded and stemmed, identifiers, versions and options whole and in parts, no stop
/// words. See <c>DeveloperTokenizer</c> for the tokens and <see cref="StemMarker"/> for how exact words and
/// stems share a field.
/// </summary>
public sealed class DeveloperAnalyzer : Analyzer
{
    public override string Fingerprint => "developer/1";

    public override TokenStream CreateStream() => new DeveloperTokenizer(isCode: false);
}
