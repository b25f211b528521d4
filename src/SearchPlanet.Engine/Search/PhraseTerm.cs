using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>One place of a <see cref="PhraseQuery"/>: any of some terms of one field.</summary>
/// <param name="Alternatives">At least one.</param>
/// <param name="Position">Its place among the others; only differences count.</param>
public sealed record PhraseTerm(ImmutableArray<Term> Alternatives, int Position)
{
    public bool Equals(PhraseTerm? other) =>
        other is not null && Position == other.Position && Alternatives.AsSpan().SequenceEqual(other.Alternatives.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Position, Alternatives.Length, Alternatives[0]);
}
