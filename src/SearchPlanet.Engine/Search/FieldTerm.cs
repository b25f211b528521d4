using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>A term that counts in a <see cref="CombinedFieldsQuery"/>.</summary>
/// <param name="Term">The field and its word.</param>
/// <param name="Weight">How many words of the common text one occurrence in this field is worth; above 0, the same for all terms of a field.</param>
public sealed record FieldTerm(Term Term, float Weight = 1);
