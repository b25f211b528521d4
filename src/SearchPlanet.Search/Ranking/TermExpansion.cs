using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.QueryLanguage;

namespace SearchPlanet.Search.Ranking;

/// <summary>The words of the index that a prefix or a misspelt word stands for, the most frequent first.</summary>
/// <param name="IsCut">There were more than <see cref="QueryLimits.Expansions"/>.</param>
internal sealed record TermExpansion(ImmutableArray<string> Terms, bool IsCut)
{
    /// <summary>Words that begin so.</summary>
    public static TermExpansion OfPrefix(DirectoryReader reader, IEnumerable<string> fields, string prefix)
    {
        var bytes = Encoding.UTF8.GetBytes(prefix);
        return Collect(reader, fields, (terms, add) =>
        {
            var iterator = terms.Iterator();
            for (var found = iterator.SeekCeil(bytes) != SeekStatus.End; found && iterator.Term.StartsWith(bytes); found = iterator.Next())
            {
                add(iterator.Term, iterator.DocFreq);
            }
        });
    }

    /// <summary>Words at most <see cref="MaxEdits"/> from this one that share its first letter, itself included; itself alone when it is too short or too long for typos.</summary>
    public static TermExpansion OfTypos(DirectoryReader reader, IEnumerable<string> fields, string word)
    {
        var maxEdits = word.Length > FuzzyTermsEnum.MaxLength ? 0 : MaxEdits(word.Length);
        return maxEdits == 0 ? new TermExpansion([word], IsCut: false) : Collect(reader, fields, (terms, add) =>
        {
            var near = new FuzzyTermsEnum(terms, word, maxEdits, prefixLength: 1);
            while (near.Next())
            {
                add(near.Term, near.DocFreq);
            }
        });
    }

    /// <summary>None up to 4 letters, one from 5, two from 9: Meilisearch's budget.</summary>
    public static int MaxEdits(int length) => length switch { < 5 => 0, < 9 => 1, _ => 2 };

    private static TermExpansion Collect(DirectoryReader reader, IEnumerable<string> fields, Action<Terms, AddTerm> find)
    {
        var frequencies = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var terms in fields.SelectMany(field => reader.Leaves.Select(leaf => leaf.Reader.Terms(field))).OfType<Terms>())
        {
            find(terms, (term, docFreq) =>
            {
                if (!StemMarker.IsStem(term))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(frequencies, Encoding.UTF8.GetString(term), out _) += docFreq;
                }
            });
        }

        var best = frequencies.OrderByDescending(static f => f.Value).ThenBy(static f => f.Key, StringComparer.Ordinal);
        return new TermExpansion([.. best.Take(QueryLimits.Expansions).Select(static f => f.Key)], frequencies.Count > QueryLimits.Expansions);
    }

    private delegate void AddTerm(ReadOnlySpan<byte> term, int docFreq);
}
