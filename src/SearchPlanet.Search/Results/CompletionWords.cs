using System.Runtime.InteropServices;
using System.Text;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Search.Ranking;

namespace SearchPlanet.Search.Results;

/// <summary>The words of some fields, in order, with the number of documents that hold each.</summary>
internal sealed class CompletionWords
{
    private readonly string[] _words;
    private readonly int[] _docFreqs;

    public CompletionWords(DirectoryReader reader, params string[] fields)
    {
        var docFreqs = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var terms in fields.SelectMany(field => reader.Leaves.Select(leaf => leaf.Reader.Terms(field))).OfType<Terms>())
        {
            var iterator = terms.Iterator();
            while (iterator.Next())
            {
                if (!StemMarker.IsStem(iterator.Term))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(docFreqs, Encoding.UTF8.GetString(iterator.Term), out _) += iterator.DocFreq;
                }
            }
        }

        (_words, _docFreqs) = ([.. docFreqs.Keys], [.. docFreqs.Values]);
        Array.Sort(_words, _docFreqs, StringComparer.Ordinal);
    }

    /// <summary>The words that begin so, the most frequent first.</summary>
    public IEnumerable<string> Beginning(string prefix, int count)
    {
        var best = new PriorityQueue<int, (int DocFreq, int Place)>();
        for (var i = FirstFrom(prefix); i < _words.Length && _words[i].StartsWith(prefix, StringComparison.Ordinal); i++)
        {
            if (best.Count < count)
            {
                best.Enqueue(i, (_docFreqs[i], -i));
            }
            else
            {
                best.EnqueueDequeue(i, (_docFreqs[i], -i));
            }
        }

        return best.UnorderedItems.OrderByDescending(static item => item.Priority).Select(item => _words[item.Element]);
    }

    /// <summary>The word that a misspelt one was meant to be, of the same first letter: the nearest, then the most frequent; null when there is none, or a word begins as it stands.</summary>
    public string? Meant(string word)
    {
        var maxEdits = TermExpansion.MaxEdits(word.Length);
        if (maxEdits == 0 || !word.All(char.IsLetter) || Beginning(word, 1).Any())
        {
            return null;
        }

        (bool IsNear, int DocFreq, string Word)? best = null;
        for (var i = FirstFrom(word[..1]); i < _words.Length && _words[i][0] == word[0]; i++)
        {
            if (!EditDistance.IsWithin(word, _words[i], maxEdits))
            {
                continue;
            }

            var candidate = (IsNear: EditDistance.IsWithin(word, _words[i], 1), DocFreq: _docFreqs[i], Word: _words[i]);
            if (best is not { } known || (candidate.IsNear, candidate.DocFreq).CompareTo((known.IsNear, known.DocFreq)) > 0)
            {
                best = candidate;
            }
        }

        return best?.Word;
    }

    private int FirstFrom(string prefix)
    {
        var at = Array.BinarySearch(_words, prefix, StringComparer.Ordinal);
        return at < 0 ? ~at : at;
    }
}
