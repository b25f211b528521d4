using System.Collections.Immutable;

namespace SearchPlanet.Search.Ranking;

/// <summary>A word, or an identifier, version or option with its pieces.</summary>
/// <param name="Whole">The term of the whole as typed, folded: <c>select_related</c>, <c>c++</c>; null for a plain word.</param>
/// <param name="Pieces">At positions one after the other; at least one.</param>
internal sealed record AnalyzedCompound(string? Whole, ImmutableArray<AnalyzedPiece> Pieces);
