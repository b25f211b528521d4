using SearchPlanet.Engine.Analysis;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Ranking;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>
/// Proposes another spelling for words that the index hardly knows, and for values of filters that no post has. Quoted words, numbers and
/// identifiers are as they are.
/// </summary>
internal static class Spelling
{
    /// <summary>Fewer hits than this make a misspelling likely enough to look for one.</summary>
    public const int FewHits = 10;

    /// <summary>A word in more posts than this is taken to be meant; common mistakes are in some.</summary>
    private const int MaxDocFreq = 20;

    /// <summary>How many times more frequent a proposal must be: more for a word that several posts hold.</summary>
    private const int MinGain = 10;

    private const int MinGainOfKnown = 100;
    private const int Known = 2;

    private static readonly string[] Fields = [PostFields.Title, PostFields.Body];

    /// <summary>The query with what is misspelt replaced; null when nothing is.</summary>
    public static QueryNode? Corrected(PostSnapshot snapshot, QueryNode root)
    {
        var corrected = root;
        foreach (var leaf in QueryTree.Leaves(root, includeNegated: false))
        {
            QueryNode? better = leaf switch
            {
                QueryNode.Word word when BetterThan(snapshot, word.Text) is { } text => word with { Text = text },
                QueryNode.Filter { Values: [var value] } filter when BetterThan(snapshot, filter.Field, value) is { } name => filter with { Values = [name] },
                _ => null,
            };
            corrected = better is null ? corrected : QueryTree.Replace(corrected, leaf, better)!;
        }

        return ReferenceEquals(corrected, root) ? null : corrected;
    }

    private static string? BetterThan(PostSnapshot snapshot, string word)
    {
        var folded = CharacterFolding.Fold(word);
        if (folded.Any(static c => !char.IsLetter(c)) || TermExpansion.MaxEdits(folded.Length) == 0)
        {
            return null;
        }

        var known = DocFreq(snapshot, folded);
        if (known > MaxDocFreq)
        {
            return null;
        }

        return TermExpansion.OfTypos(snapshot.Reader, Fields, folded).Terms
            .Where(term => term != folded && term.All(char.IsLetter))
            .Select(term => (Term: term, DocFreq: DocFreq(snapshot, term), IsNear: EditDistance.IsWithin(folded, term, 1)))
            .Where(candidate => candidate.DocFreq >= Math.Max(1, known * (known > Known ? MinGainOfKnown : MinGain)))
            .OrderByDescending(static candidate => candidate.IsNear)
            .ThenByDescending(static candidate => candidate.DocFreq)
            .Select(static candidate => candidate.Term)
            .FirstOrDefault();
    }

    /// <summary>The name of a facet's value that is spelt nearly so, where no post has the one that was typed.</summary>
    private static string? BetterThan(PostSnapshot snapshot, FilterField field, string value)
    {
        var maxEdits = TermExpansion.MaxEdits(value.Length);
        if (maxEdits == 0 || FacetDimension.Of(field) is not { } dimension || SearchRun.Count(snapshot, new QueryNode.Filter(field, [value]), default, CancellationToken.None) > 0)
        {
            return null;
        }

        var typed = value.ToLowerInvariant();
        return snapshot.List(dimension)
            .Select(entry => (Name: entry.Value, IsMeant: IsNearly(entry.Value) || IsNearly(entry.Label)))
            .Where(static candidate => candidate.IsMeant)
            .Select(static candidate => candidate.Name)
            .FirstOrDefault();

        bool IsNearly(string name) => Math.Abs(name.Length - typed.Length) <= maxEdits && EditDistance.IsWithin(typed, name.ToLowerInvariant(), maxEdits);
    }

    private static int DocFreq(PostSnapshot snapshot, string term) => Fields.Max(field => snapshot.Reader.DocFreq(field, term));
}
