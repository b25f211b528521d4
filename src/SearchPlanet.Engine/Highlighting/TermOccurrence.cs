namespace SearchPlanet.Engine.Highlighting;

/// <summary>A token of the text that is one of the terms looked for.</summary>
internal readonly record struct TermOccurrence(int Id, int Position, int Start, int End);
