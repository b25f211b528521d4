namespace SearchPlanet.Engine.Highlighting;

/// <summary>A part of a text worth showing.</summary>
/// <param name="Start">UTF-16 offset of its first character in the text, at the beginning of a sentence or word.</param>
/// <param name="End">One past its last character.</param>
/// <param name="Score">Comparable between passages found with the same terms; above zero.</param>
/// <param name="Ranges">What matched within it, rising, not overlapping; offsets into the whole text.</param>
public sealed record HighlightPassage(int Start, int End, float Score, IReadOnlyList<HighlightRange> Ranges);
