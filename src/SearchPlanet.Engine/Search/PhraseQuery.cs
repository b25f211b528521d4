using System.Collections.Immutable;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Terms of one field at given places. Within <see cref="Slop"/> positions of displacement in all, in any order: with a
/// large slop as a should-clause it is a boost for proximity. Scored as one term that occurs as often as the phrase, each
/// time counting 1 / (1 + displacement), as rare as its terms together.
/// </summary>
public sealed record PhraseQuery : Query
{
    /// <param name="terms">At least one; all of one field, which keeps positions.</param>
    public PhraseQuery(ImmutableArray<PhraseTerm> terms, int slop = 0)
    {
        if (terms.IsDefaultOrEmpty || terms.Any(static term => term.Alternatives.IsDefaultOrEmpty))
        {
            throw new ArgumentException("A phrase has at least one term, and a place at least one alternative.", nameof(terms));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(slop);
        Field = terms[0].Alternatives[0].Field;
        if (terms.Any(term => term.Alternatives.Any(alternative => alternative.Field != Field)))
        {
            throw new ArgumentException("The terms of a phrase are of one field.", nameof(terms));
        }

        Terms = terms;
        Slop = slop;
    }

    /// <summary>Words one after the other.</summary>
    public PhraseQuery(string field, params IEnumerable<string> words)
        : this([.. words.Select((word, i) => new PhraseTerm([new Term(field, word)], i))])
    {
    }

    public string Field { get; }

    public ImmutableArray<PhraseTerm> Terms { get; }

    public int Slop { get; }

    public override Query Rewrite() =>
        Terms is [{ Alternatives: [var only] }] ? new TermQuery(only) : this;

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost)
    {
        ArgumentNullException.ThrowIfNull(searcher);
        if (searcher.Reader.Schema[Field].IndexOptions < IndexOptions.DocsFreqsPositions)
        {
            throw new ArgumentException($"The field '{Field}' keeps no positions.", nameof(searcher));
        }

        return new PhraseWeight(searcher, this, boost);
    }

    public bool Equals(PhraseQuery? other) =>
        other is not null && Slop == other.Slop && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Slop);
        foreach (var term in Terms)
        {
            hash.Add(term);
        }

        return hash.ToHashCode();
    }

    public override string ToString() =>
        $"{Field}:\"{string.Join(' ', Terms.Select(static term => string.Join('|', term.Alternatives.Select(static alternative => alternative.Text))))}\"~{Slop}";
}
