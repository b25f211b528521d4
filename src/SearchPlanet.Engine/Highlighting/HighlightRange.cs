namespace SearchPlanet.Engine.Highlighting;

/// <summary>A stretch of a text that matched.</summary>
/// <param name="Start">UTF-16 offset.</param>
/// <param name="End">One past the last UTF-16 unit; above <paramref name="Start"/>.</param>
/// <param name="Weight">Of the heaviest term that matched here.</param>
/// <param name="TermId">Which term it was, for telling different words from repeats; prefixes have one each.</param>
public readonly record struct HighlightRange(int Start, int End, float Weight, int TermId);
