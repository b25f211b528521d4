namespace SearchPlanet.Engine.Suggest;

/// <summary>A word of the dictionary that may have been meant.</summary>
/// <param name="Edits">Insertions, deletions, substitutions and transpositions from the word as typed; another first letter counts twice.</param>
/// <param name="DocFreq">Documents that hold it, deleted ones included.</param>
public sealed record SpellSuggestion(string Word, int Edits, long DocFreq);
