using System.Collections.Immutable;
using System.Text;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Search.QueryLanguage;

namespace SearchPlanet.Search.Ranking;

/// <summary>The words of the index that a prefix or a misspelt word stands for, the most frequent first.</summary>
/// <param name="IsCut">There were more than <see cref="QueryLimits.Expansions"/>.</param>
internal sealed record TermExpansion(ImmutableArray<string> Terms, bool IsCut)
{
    private const int MaxUtf8PerChar = 3;
    private const int MaxTermBytes = 128;

    private delegate bool TermTest(ReadOnlySpan<byte> term);

    /// <summary>Words that begin so.</summary>
    public static TermExpansion OfPrefix(DirectoryReader reader, IEnumerable<string> fields, string prefix) =>
        Collect(reader, fields, prefix, isWanted: null);

    /// <summary>Words at most <see cref="MaxEdits"/> from this one that share its first letter, itself included.</summary>
    public static TermExpansion OfTypos(DirectoryReader reader, IEnumerable<string> fields, string word)
    {
        var maxEdits = MaxEdits(word.Length);
        return Collect(reader, fields, word[..1], term =>
        {
            // Most words of the dictionary are turned away by their length, undecoded.
            if (term.Length < word.Length - maxEdits || term.Length > MaxUtf8PerChar * (word.Length + maxEdits) || term.Length > MaxTermBytes)
            {
                return false;
            }

            Span<char> decoded = stackalloc char[MaxTermBytes];
            return EditDistance.IsWithin(word, decoded[..Encoding.UTF8.GetChars(term, decoded)], maxEdits);
        });
    }

    /// <summary>None up to 4 letters, one from 5, two from 9: Meilisearch's budget.</summary>
    public static int MaxEdits(int length) => length switch { < 5 => 0, < 9 => 1, _ => 2 };

    private static TermExpansion Collect(DirectoryReader reader, IEnumerable<string> fields, string prefix, TermTest? isWanted)
    {
        var bytes = Encoding.UTF8.GetBytes(prefix);
        var frequencies = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            foreach (var leaf in reader.Leaves)
            {
                if (leaf.Reader.Terms(field) is not { } terms)
                {
                    continue;
                }

                var iterator = terms.Iterator();
                for (var found = iterator.SeekCeil(bytes) != SeekStatus.End; found && iterator.Term.StartsWith(bytes); found = iterator.Next())
                {
                    if (!StemMarker.IsStem(iterator.Term) && isWanted?.Invoke(iterator.Term) != false)
                    {
                        var term = Encoding.UTF8.GetString(iterator.Term);
                        frequencies[term] = frequencies.GetValueOrDefault(term) + iterator.DocFreq;
                    }
                }
            }
        }

        var best = frequencies.OrderByDescending(static f => f.Value).ThenBy(static f => f.Key, StringComparer.Ordinal);
        return new TermExpansion([.. best.Take(QueryLimits.Expansions).Select(static f => f.Key)], frequencies.Count > QueryLimits.Expansions);
    }
}
