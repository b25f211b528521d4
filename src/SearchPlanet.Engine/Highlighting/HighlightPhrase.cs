namespace SearchPlanet.Engine.Highlighting;

/// <summary>Terms by id at relative positions, which match only together.</summary>
internal sealed record HighlightPhrase(int[] Ids, int[] Positions, int Slop);
