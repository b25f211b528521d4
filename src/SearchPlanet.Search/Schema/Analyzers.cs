using SearchPlanet.Engine.Analysis;

namespace SearchPlanet.Search.Schema;

/// <summary>How the text fields are cut into terms.</summary>
internal static class Analyzers
{
    /// <summary>Titles, bodies, tags and names: words with stems, identifiers whole and in parts.</summary>
    public static readonly Analyzer Prose = new DeveloperAnalyzer();

    /// <summary>Code blocks: the same without stems.</summary>
    public static readonly Analyzer Code = new CodeAnalyzer();
}
