namespace SearchPlanet.Engine.Search;

/// <summary>A phrase: documents that hold all places are candidates; positions decide.</summary>
/// <param name="places">Each place's documents; bounds of the phrase's score where they are a <see cref="TermScorer"/>.</param>
internal sealed class PhraseScorer(Scorer[] places, PhraseMatcher matcher, float bound, bool isSloppy) : Scorer
{
    private readonly ConjunctionScorer _candidates = new([.. places.Select(static place => (place, false))], null, []);

    public override int DocId => _candidates.DocId;

    public override long Cost => _candidates.Cost;

    internal ReadOnlySpan<Scorer> Places => places;

    internal PhraseMatcher Matcher => matcher;

    /// <summary>How often the phrase is in the current document, after <see cref="Matches"/>.</summary>
    internal float PhraseFreq { get; private set; }

    public override int NextDoc() => _candidates.NextDoc();

    public override int Advance(int target) => _candidates.Advance(target);

    public override bool Matches() => (PhraseFreq = matcher.Freq(DocId)) > 0;

    public override float Score() => matcher.Score(DocId, PhraseFreq);

    public override float MaxScore(int from, int to)
    {
        var least = bound;

        // Sloppily an occurrence may take part in several matches, and the frequencies of alternatives add up.
        foreach (var place in isSloppy ? [] : places)
        {
            if (place is TermScorer term)
            {
                least = Math.Min(least, term.MaxScore(from, to));
            }
        }

        return least;
    }
}
