using SearchPlanet.Engine.Analysis;

namespace SearchPlanet.Engine.Highlighting;

/// <summary>
/// Finds what matched in a text by analysing it again: exact to the character, stems, parts of identifiers and phrases
/// included, at the cost of reading the text. For one thread; keep it for all texts of one analyzer and query.
/// </summary>
/// <remarks>
/// Passages are scored as Lucene's <c>UnifiedHighlighter</c> does it: each different term counts by its weight and, with
/// diminishing returns, by how often it stands there; a passage near the beginning wins among equals.
/// </remarks>
public sealed class Highlighter
{
    /// <summary>Characters of a text that are looked at: what bounds the cost of one hit.</summary>
    public const int MaxTextLength = 200_000;

    private const float TermFrequencySaturation = 1.2f;

    private readonly TokenStream _stream;
    private readonly HighlightTerms _terms;
    private readonly List<TermOccurrence> _occurrences = [];
    private readonly List<HighlightRange> _found = [];

    public Highlighter(Analyzer analyzer, HighlightTerms terms)
    {
        ArgumentNullException.ThrowIfNull(analyzer);
        ArgumentNullException.ThrowIfNull(terms);
        _stream = analyzer.CreateStream();
        _terms = terms;
    }

    /// <summary>Everything that matched in the first <see cref="MaxTextLength"/> characters, rising, not overlapping.</summary>
    public IReadOnlyList<HighlightRange> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _occurrences.Clear();
        _found.Clear();
        if (_terms.IsEmpty)
        {
            return [];
        }

        Scan(text);
        if (_occurrences.Count == 0)
        {
            return [];
        }

        KeepMatches();
        return Disjoint();
    }

    /// <summary>The best parts of a text, in text order, not overlapping; empty when nothing matched.</summary>
    /// <param name="count">At most so many, at least one.</param>
    /// <param name="maxLength">Characters a passage may have; a single longer match is kept whole.</param>
    public IReadOnlyList<HighlightPassage> BestPassages(string text, int count, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        var ranges = Find(text);
        if (ranges.Count == 0)
        {
            return [];
        }

        var passages = Passages(text, ranges, maxLength);
        passages.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Start.CompareTo(b.Start));
        if (passages.Count > count)
        {
            passages.RemoveRange(count, passages.Count - count);
        }

        passages.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return passages;
    }

    private void Scan(string text)
    {
        _stream.Reset(text.AsMemory(0, Math.Min(text.Length, MaxTextLength)));
        var ids = _terms.Ids;
        var position = -1;
        while (_stream.IncrementToken())
        {
            var token = _stream.Token;
            position += token.PositionIncrement;
            if (ids.TryGetValue(token.Term, out var id))
            {
                _occurrences.Add(new TermOccurrence(id, position, token.StartOffset, token.EndOffset));
            }

            foreach ((var prefix, var prefixId) in _terms.Prefixes)
            {
                if (token.Term.StartsWith(prefix, StringComparison.Ordinal))
                {
                    _occurrences.Add(new TermOccurrence(prefixId, position, token.StartOffset, token.EndOffset));
                }
            }
        }
    }

    private void KeepMatches()
    {
        foreach (var occurrence in _occurrences)
        {
            if (_terms.StandsAlone(occurrence.Id))
            {
                Keep(occurrence);
            }
        }

        foreach (var phrase in _terms.Phrases)
        {
            for (var i = 0; i < _occurrences.Count; i++)
            {
                if (_occurrences[i].Id == phrase.Ids[0])
                {
                    KeepPhraseAt(phrase, i);
                }
            }
        }
    }

    private void KeepPhraseAt(HighlightPhrase phrase, int first)
    {
        var members = phrase.Ids.Length <= 32 ? stackalloc int[phrase.Ids.Length] : new int[phrase.Ids.Length];
        members[0] = first;
        for (var k = 1; k < members.Length; k++)
        {
            // Occurrences rise by position, so the search goes on from the first word; the slop bounds how far.
            var wanted = _occurrences[first].Position + phrase.Positions[k] - phrase.Positions[0];
            members[k] = -1;
            for (var i = first; i < _occurrences.Count && _occurrences[i].Position <= wanted + phrase.Slop; i++)
            {
                if (_occurrences[i].Id == phrase.Ids[k] && _occurrences[i].Position >= wanted)
                {
                    members[k] = i;
                    break;
                }
            }

            if (members[k] < 0)
            {
                return;
            }
        }

        foreach (var member in members)
        {
            Keep(_occurrences[member]);
        }
    }

    private void Keep(TermOccurrence occurrence) =>
        _found.Add(new HighlightRange(occurrence.Start, occurrence.End, _terms.WeightOf(occurrence.Id), occurrence.Id));

    /// <summary>Overlapping ranges become one: an identifier and its parts, a word and its stem.</summary>
    private List<HighlightRange> Disjoint()
    {
        _found.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        var disjoint = new List<HighlightRange>(_found.Count);
        foreach (var range in _found)
        {
            if (disjoint.Count > 0 && range.Start < disjoint[^1].End)
            {
                var last = disjoint[^1];
                disjoint[^1] = range.Weight > last.Weight
                    ? new HighlightRange(last.Start, Math.Max(last.End, range.End), range.Weight, range.TermId)
                    : last with { End = Math.Max(last.End, range.End) };
            }
            else if (range.End > range.Start)
            {
                disjoint.Add(range);
            }
        }

        return disjoint;
    }

    private static List<HighlightPassage> Passages(string text, IReadOnlyList<HighlightRange> ranges, int maxLength)
    {
        var passages = new List<HighlightPassage>();
        var next = 0;
        while (next < ranges.Count)
        {
            (var start, var end) = PassageBounds.Around(text, ranges[next].Start, ranges[next].End, passages.Count == 0 ? 0 : passages[^1].End, maxLength);
            var last = next;
            while (last < ranges.Count && ranges[last].End <= end)
            {
                last++;
            }

            last = Math.Max(last, next + 1);
            // Where there are no blanks a passage may end within a word: a match that lies across its end is left to the next.
            if (last < ranges.Count)
            {
                end = Math.Min(end, ranges[last].Start);
            }

            var within = new HighlightRange[last - next];
            for (var i = 0; i < within.Length; i++)
            {
                within[i] = ranges[next + i];
            }

            passages.Add(new HighlightPassage(start, Math.Max(end, within[^1].End), Score(within, start), within));
            next = last;
        }

        return passages;
    }

    private static float Score(HighlightRange[] ranges, int start)
    {
        float score = 0;
        for (var i = 0; i < ranges.Length; i++)
        {
            var frequency = 0;
            var isFirst = true;
            for (var j = 0; j < ranges.Length; j++)
            {
                if (ranges[j].TermId != ranges[i].TermId)
                {
                    continue;
                }

                frequency++;
                isFirst &= j >= i;
            }

            if (isFirst)
            {
                score += ranges[i].Weight * frequency / (frequency + TermFrequencySaturation) * (1 + TermFrequencySaturation);
            }
        }

        // Lucene's PassageScorer: 1 + 1/ln(pivot + start), pivot 87 being an average passage's length.
        return score * (1 + (1 / MathF.Log(87 + start)));
    }
}
