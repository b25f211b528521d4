namespace SearchPlanet.Search.Results;

/// <summary>Something in the query that was read otherwise than written.</summary>
/// <param name="Code">Stable: <c>unknown-operator</c>, <c>bad-date</c>, <c>unclosed-quote</c>, <c>too-long</c>, <c>too-many-clauses</c>, <c>too-deep</c>, <c>prefix-too-short</c>, …</param>
/// <param name="Text">The piece of the query.</param>
/// <param name="At">Its UTF-16 offset.</param>
/// <param name="Message">What was done instead, for people.</param>
public sealed record QueryNote(string Code, string Text, int At, string Message);
