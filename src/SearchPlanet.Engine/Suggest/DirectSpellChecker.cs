using System.Collections.Immutable;
using System.Text;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Suggest;

/// <summary>
/// Spelling from the terms dictionary itself, without an index of its own (as Lucene's class of this name): the words
/// within two edits, nearest first and then most frequent. Stems (<see cref="StemMarker"/>) are no words and are not offered.
/// </summary>
public static class DirectSpellChecker
{
    /// <summary>Words like <paramref name="word"/>, itself not among them.</summary>
    /// <param name="word">As the field's analyzer writes it; longer than 60 characters has no suggestions.</param>
    /// <param name="maxEdits">1 or 2.</param>
    /// <param name="minDocFreq">Rarer words are as likely to be misspelt themselves.</param>
    public static ImmutableArray<SpellSuggestion> Suggest(
        IndexSearcher searcher, string field, string word, int limit, int maxEdits = 2, int minDocFreq = 2)
    {
        ArgumentNullException.ThrowIfNull(searcher);
        ArgumentException.ThrowIfNullOrEmpty(word);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEdits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxEdits, 2);
        if (word.Length > LevenshteinAutomaton.MaxLength)
            return [];
        var found = new Dictionary<string, (int Edits, long DocFreq)>(StringComparer.Ordinal);
        foreach (var leaf in searcher.Reader.Leaves)
        {
            if (leaf.Reader.Terms(field) is not { } terms)
                continue;
            var automaton = new LevenshteinAutomaton(word, maxEdits, prefixLength: 0, transpositions: true) { FirstCharacters = FirstCharacters.Of(terms) };
            var iterator = terms.Iterator();
            while (iterator.NextAccepted(automaton))
            {
                if (automaton.Edits == 0 || StemMarker.IsStem(iterator.Term))
                    continue;
                var text = Encoding.UTF8.GetString(iterator.Term);
                found[text] = (automaton.Edits + (text[0] == word[0] ? 0 : 1), found.GetValueOrDefault(text).DocFreq + iterator.DocFreq);
            }
        }
        return
        [
            .. found
                .Where(candidate => candidate.Value.DocFreq >= minDocFreq)
                .Select(static candidate => new SpellSuggestion(candidate.Key, candidate.Value.Edits, candidate.Value.DocFreq))
                .OrderBy(static suggestion => suggestion.Edits)
                .ThenByDescending(static suggestion => suggestion.DocFreq)
                .ThenBy(static suggestion => suggestion.Word, StringComparer.Ordinal)
                .Take(limit),
        ];
    }
}
