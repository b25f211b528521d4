using System.Text;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Documents with a term within some edits of a word. As in Lucene, the <see cref="MaxExpansions"/> nearest terms become
/// one disjunction in which all are as rare as the most common of them, and each counts by 1 - edits / length.
/// </summary>
public sealed record FuzzyQuery : Query
{
    /// <param name="maxEdits">0 to 2.</param>
    public FuzzyQuery(Term term, int maxEdits = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxEdits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxEdits, 2);
        Term = term;
        MaxEdits = maxEdits;
    }

    public Term Term { get; }

    /// <summary>Insertions, deletions, substitutions, and transpositions if so wished.</summary>
    public int MaxEdits { get; }

    /// <summary>Characters at the beginning that must be equal. Default 0.</summary>
    public int PrefixLength { get; init; }

    /// <summary>Terms taken at most, the nearest first. Default 50.</summary>
    public int MaxExpansions { get; init; } = 50;

    /// <summary>Whether two neighbours in the wrong order are one edit (default) or two.</summary>
    public bool HasTranspositions { get; init; } = true;

    /// <summary>Which terms are the nearest is a matter of all segments.</summary>
    internal override bool DependsOnSnapshot => true;

    public override Query Rewrite() =>
        MaxEdits == 0 || Encoding.UTF8.GetCharCount(Term.Bytes.Span) > LevenshteinAutomaton.MaxLength ? new TermQuery(Term) : this;

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost)
    {
        ArgumentNullException.ThrowIfNull(searcher);
        var expansions = Expand(searcher);
        if (expansions.Count == 0)
        {
            return new MatchNoDocsQuery("no term is near enough").CreateWeight(searcher, needsScores, boost);
        }

        var docFreq = expansions.Max(static expansion => expansion.Statistics.DocFreq);
        var weights = expansions
            .Select(expansion => new TermWeight(searcher, expansion.Statistics, needsScores, boost * expansion.Nearness, docFreq))
            .ToArray();
        return weights is [var only] ? only : new TermsWeight(weights, needsScores);
    }

    public override string ToString() => $"{Term}~{MaxEdits}";

    private List<Expansion> Expand(IndexSearcher searcher)
    {
        var word = Term.Text;
        var wordLength = CodePoints(Term.Bytes.Span);
        var found = new Dictionary<Term, Expansion>();
        foreach (var leaf in searcher.Reader.Leaves)
        {
            if (leaf.Reader.Terms(Term.Field) is not { } terms)
            {
                continue;
            }

            var near = new FuzzyTermsEnum(terms, word, MaxEdits, PrefixLength, HasTranspositions);
            while (near.Next())
            {
                var term = new Term(Term.Field, near.Term.ToArray());
                if (!found.TryGetValue(term, out var expansion))
                {
                    var length = Math.Min(wordLength, CodePoints(near.Term));
                    expansion = new Expansion(new TermStatistics(term, searcher.Reader.Leaves.Length), 1 - (near.Edits / (float)Math.Max(length, 1)));
                    found.Add(term, expansion);
                }

                expansion.Statistics.Add(leaf.Ordinal, near.State);
            }
        }

        var nearest = found.Values.Where(static expansion => expansion.Nearness > 0).ToList();
        nearest.Sort(static (a, b) =>
        {
            var order = b.Nearness.CompareTo(a.Nearness);
            return order != 0 ? order : a.Statistics.Term.Bytes.Span.SequenceCompareTo(b.Statistics.Term.Bytes.Span);
        });
        return nearest.Count <= MaxExpansions ? nearest : nearest.GetRange(0, MaxExpansions);
    }

    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    private sealed record Expansion(TermStatistics Statistics, float Nearness);
}
