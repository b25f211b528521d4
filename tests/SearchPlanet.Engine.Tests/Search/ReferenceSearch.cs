using System.Text.RegularExpressions;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Tests.Search;

/// <summary>What each query means, worked out from the words of a document in the plainest way. Statistics are the index's.</summary>
internal sealed class ReferenceSearch(IndexSearcher searcher, IReadOnlyCollection<string> dictionary)
{
    private const float K1 = 1.2f;
    private const float B = 0.75f;
    private readonly Dictionary<Term, long> _docFreqs = [];
    private readonly Dictionary<FuzzyQuery, (Term Term, float Nearness)[]> _expansions = [];
    private readonly Dictionary<string, Regex> _patterns = [];

    /// <summary>The score, or null when the document does not match.</summary>
    internal double? Score(Query query, RandomDocument document) => query switch
    {
        TermQuery term => TermScore(term.Term, document, DocFreq(term.Term), 1),
        BooleanQuery boolean => BooleanScore(boolean, document),
        PhraseQuery phrase => PhraseScore(phrase, document),
        PrefixQuery prefix => Any(prefix.Field, document, word => word.StartsWith(prefix.Prefix, StringComparison.Ordinal)),
        WildcardQuery wildcard => Any(wildcard.Field, document, Pattern(wildcard.Pattern).IsMatch),
        FuzzyQuery fuzzy => FuzzyScore(fuzzy, document),
        NumericRangeQuery range => document.Date >= range.Min && document.Date <= range.Max ? 1 : null,
        DocValuesTermsQuery values => (values.Field == "author" ? [document.Author] : document.Tags).Intersect(values.Values).Any() ? 1 : null,
        FieldExistsQuery exists => (exists.Field == "date" ? document.Date is not null : document.Field(exists.Field).Length > 0) ? 1 : null,
        MatchAllDocsQuery => 1,
        MatchNoDocsQuery => null,
        ConstantScoreQuery constant => Score(constant.Inner, document) is null ? null : 1,
        BoostQuery boost => Score(boost.Inner, document) * boost.Boost,
        DisjunctionMaxQuery max => MaxScore(max, document),
        CombinedFieldsQuery combined => CombinedScore(combined, document),
        DecayQuery decay => Score(decay.Inner, document) * DecayFactor(decay, document.Date),
        _ => throw new ArgumentException("Unknown kind of query.", nameof(query)),
    };

    // Of what lies above the floor a half is left at the distance of one scale, whatever the shape; at two a quarter, a sixteenth, nothing or a third.
    private static double DecayFactor(DecayQuery query, long? number)
    {
        if (number is not { } value)
        {
            return query.Floor;
        }

        var scales = Math.Abs(value - query.Origin) / (double)query.Scale;
        var left = query.Shape switch
        {
            DecayShape.Exponential => Math.Exp(-Math.Log(2) * scales),
            DecayShape.Gaussian => Math.Exp(-Math.Log(2) * scales * scales),
            DecayShape.Linear => scales >= 2 ? 0 : 1 - (scales / 2),
            DecayShape.Reciprocal => 1 / (1 + scales),
            _ => throw new ArgumentOutOfRangeException(nameof(query)),
        };
        return query.Floor + ((1 - query.Floor) * left);
    }

    private static double? Any(string field, RandomDocument document, Func<string, bool> accepts) =>
        document.Field(field).Any(accepts) ? 1 : null;

    private Regex Pattern(string pattern)
    {
        if (!_patterns.TryGetValue(pattern, out var regex))
        {
            regex = new Regex("^" + Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".") + "$", RegexOptions.NonBacktracking | RegexOptions.Singleline);
            _patterns.Add(pattern, regex);
        }

        return regex;
    }

    private long DocFreq(Term term)
    {
        if (_docFreqs.TryGetValue(term, out var docFreq))
        {
            return docFreq;
        }

        foreach (var leaf in searcher.Reader.Leaves)
        {
            docFreq += leaf.Reader.Terms(term.Field) is { } terms && terms.TryGet(term.Bytes.Span, out var state) ? state.DocFreq : 0;
        }

        _docFreqs.Add(term, docFreq);
        return docFreq;
    }

    private double? TermScore(Term term, RandomDocument document, long docFreq, double boost)
    {
        var freq = document.Field(term.Field).Count(word => word == term.Text);
        return freq == 0 ? null : boost * Bm25(term.Field, document, freq, docFreq);
    }

    private double Bm25(string field, RandomDocument document, double freq, long docFreq) => Bm25(field, document, freq, Idf(field, docFreq));

    private double Bm25(string field, RandomDocument document, double freq, double idf)
    {
        var statistics = searcher.Statistics(field);
        // A field without norms has length 1 for everybody.
        var length = field is "tag" or "id" ? 1 : Length(document.Field(field).Length);
        return idf * freq / (freq + (K1 * (1 - B + (B * length / statistics.AverageLength))));
    }

    private double Idf(string field, long docFreq)
    {
        var docCount = searcher.Statistics(field).DocCount;
        return Math.Log(1 + ((docCount - docFreq + 0.5) / (docFreq + 0.5)));
    }

    private static int Length(int words) => SmallFloat.Byte4ToInt(SmallFloat.IntToByte4(words));

    private double? BooleanScore(BooleanQuery query, RandomDocument document)
    {
        double sum = 0;
        int should = 0, required = 0;
        foreach (var (inner, occur) in query.Clauses)
        {
            var score = Score(inner, document);
            if (occur == Occur.MustNot ? score is not null : occur != Occur.Should && score is null)
            {
                return null;
            }

            required += occur is Occur.Must or Occur.Filter ? 1 : 0;
            should += occur == Occur.Should && score is not null ? 1 : 0;
            sum += occur is Occur.Must or Occur.Should ? score ?? 0 : 0;
        }

        return should < Math.Max(query.MinimumShouldMatch, required == 0 ? 1 : 0) ? null : sum;
    }

    private double? MaxScore(DisjunctionMaxQuery query, RandomDocument document)
    {
        var scores = query.Queries.Select(inner => Score(inner, document)).OfType<double>().ToArray();
        return scores.Length == 0 ? null : scores.Max() + (query.TieBreaker * (scores.Sum() - scores.Max()));
    }

    private double? PhraseScore(PhraseQuery query, RandomDocument document)
    {
        var words = document.Field(query.Field);
        var positions = query.Terms
            .Select(place => Enumerable.Range(0, words.Length).Where(i => place.Alternatives.Any(term => term.Text == words[i])).Select(i => i - place.Position).ToArray())
            .ToArray();
        if (positions.Any(static place => place.Length == 0))
        {
            return null;
        }

        var freq = query.Slop == 0
            ? positions[0].Distinct().Count(start => positions.All(place => place.Contains(start)))
            : SloppyFreq(positions, query);
        var idf = query.Terms.Sum(place => Idf(query.Field, place.Alternatives.Max(DocFreq)));
        return freq == 0 ? null : Bm25(query.Field, document, freq, idf);
    }

    /// <summary>
    /// What Lucene's SloppyPhraseMatcher counts: again and again the place that stands furthest behind is taken as near to the
    /// others as it comes without passing the one before it; there the spread counts, and the place passes. No two places
    /// that share a word stand on one occurrence: of two that would, the one further behind moves on.
    /// </summary>
    private static double SloppyFreq(int[][] displacements, PhraseQuery query)
    {
        var offsets = query.Terms.Select(static place => place.Position).ToArray();
        var rest = displacements.Select(static place => new Queue<int>(place)).ToArray();
        var groups = RepeatGroups(query);
        foreach (var place in Enumerable.Range(0, rest.Length).OrderBy(i => offsets[i]))
        {
            if (!MoveApart(place))
            {
                return 0;
            }
        }

        double freq = 0;
        while (true)
        {
            var behind = Enumerable.Range(0, rest.Length).OrderBy(i => rest[i].Peek()).ThenBy(i => offsets[i]).First();
            var next = rest.Where((_, i) => i != behind).Min(static place => place.Peek());
            var spread = rest.Max(static place => place.Peek()) - rest[behind].Peek();
            var ended = false;
            while (!ended)
            {
                rest[behind].Dequeue();
                ended = rest[behind].Count == 0 || !MoveApart(behind);
                if (!ended && rest[behind].Peek() > next)
                {
                    break;
                }

                spread = ended ? spread : Math.Min(spread, rest.Max(static place => place.Peek()) - rest[behind].Peek());
            }

            freq += spread <= query.Slop ? 1.0 / (1 + spread) : 0;
            if (ended)
            {
                return freq;
            }
        }

        bool MoveApart(int moved)
        {
            while (true)
            {
                var other = Enumerable.Range(0, rest.Length).FirstOrDefault(
                    i => i != moved && groups[i] == groups[moved] && rest[i].Peek() + offsets[i] == rest[moved].Peek() + offsets[moved], -1);
                if (other < 0)
                {
                    return true;
                }

                moved = offsets[other] > offsets[moved] ? other : moved;
                rest[moved].Dequeue();
                if (rest[moved].Count == 0)
                {
                    return false;
                }
            }
        }
    }

    /// <summary>Places that share a word, or one of which each shares a word with a third, have the same number.</summary>
    private static int[] RepeatGroups(PhraseQuery query)
    {
        var groups = Enumerable.Range(0, query.Terms.Length).ToArray();
        for (var i = 0; i < groups.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (query.Terms[i].Alternatives.Intersect(query.Terms[j].Alternatives).Any())
                {
                    groups = [.. groups.Select(group => group == groups[i] ? groups[j] : group)];
                }
            }
        }

        return groups;
    }

    private (Term Term, float Nearness)[] Expand(FuzzyQuery query)
    {
        if (_expansions.TryGetValue(query, out var known))
        {
            return known;
        }

        var nearest = dictionary
            .Select(word => (Word: word, Edits: Edits(query.Term.Text, word), Term: new Term(query.Term.Field, word)))
            .Where(candidate => candidate.Edits <= query.MaxEdits && DocFreq(candidate.Term) > 0
                && string.CompareOrdinal(candidate.Word, 0, query.Term.Text, 0, query.PrefixLength) == 0 && candidate.Word.Length >= query.PrefixLength)
            .Select(candidate => (candidate.Term, Nearness: 1 - (candidate.Edits / (float)Math.Min(candidate.Word.Length, query.Term.Text.Length))))
            .Where(static candidate => candidate.Nearness > 0)
            .OrderByDescending(static candidate => candidate.Nearness).ThenBy(static candidate => candidate.Term.Text, StringComparer.Ordinal)
            .Take(query.MaxExpansions)
            .ToArray();
        _expansions.Add(query, nearest);
        return nearest;
    }

    private double? FuzzyScore(FuzzyQuery query, RandomDocument document)
    {
        var nearest = Expand(query);
        if (nearest.Length == 0)
        {
            return null;
        }

        var docFreq = nearest.Max(candidate => DocFreq(candidate.Term));
        var scores = nearest.Select(candidate => TermScore(candidate.Term, document, docFreq, candidate.Nearness)).OfType<double>().ToArray();
        return scores.Length == 0 ? null : scores.Sum();
    }

    /// <summary>Optimal string alignment, by the table.</summary>
    internal static int Edits(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }

    private double? CombinedScore(CombinedFieldsQuery query, RandomDocument document)
    {
        double freq = query.Terms.Sum(term => term.Weight * document.Field(term.Term.Field).Count(word => word == term.Term.Text));
        if (freq == 0)
        {
            return null;
        }

        var fields = query.Terms.Select(static term => (term.Term.Field, term.Weight)).Concat(query.OtherFields).DistinctBy(static field => field.Item1).ToArray();
        var docFreq = query.Terms.Max(term => DocFreq(term.Term));
        var docCount = fields.Max(field => searcher.Statistics(field.Item1).DocCount);
        var average = fields.Sum(field => field.Item2 * searcher.Statistics(field.Item1).SumTotalTermFreq) / docCount;
        var length = fields.Sum(field => field.Item2 * Length(document.Field(field.Item1).Length));
        var idf = Math.Log(1 + ((docCount - docFreq + 0.5) / (docFreq + 0.5)));
        return idf * freq / (freq + (query.Similarity.K1 * (1 - query.Similarity.B + (query.Similarity.B * length / average))));
    }
}
