using System.Text;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Ranking;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>Proposes another spelling for words that the index hardly knows. Quoted words, numbers and identifiers are as they are.</summary>
internal static class Spelling
{
    /// <summary>A word in more posts than this is taken to be meant; common mistakes are in some.</summary>
    private const int MaxDocFreq = 20;

    /// <summary>How many times more frequent a proposal must be: more for a word that several posts hold.</summary>
    private const int MinGain = 10;

    private const int MinGainOfKnown = 100;
    private const int Known = 2;

    private static readonly string[] Fields = [PostFields.Title, PostFields.Body];

    /// <summary>The query with its misspelt words replaced; null when there is none.</summary>
    public static QueryNode? Corrected(PostSnapshot snapshot, QueryNode root)
    {
        var corrected = root;
        foreach (var word in QueryTree.Leaves(root, includeNegated: false).OfType<QueryNode.Word>())
        {
            if (BetterThan(snapshot, word.Text) is { } better)
            {
                corrected = QueryTree.Replace(corrected, word, word with { Text = better })!;
            }
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

    private static int DocFreq(PostSnapshot snapshot, string term)
    {
        var bytes = Encoding.UTF8.GetBytes(term);
        return Fields.Max(field => snapshot.Reader.Leaves.Sum(leaf =>
            leaf.Reader.Terms(field) is { } terms && terms.TryGet(bytes, out var state) ? state.DocFreq : 0));
    }
}
