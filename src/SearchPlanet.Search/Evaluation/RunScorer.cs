using System.Globalization;

namespace SearchPlanet.Search.Evaluation;

/// <summary>Scores TREC runs against judgements.</summary>
public sealed class RunScorer
{
    private readonly Dictionary<string, Dictionary<string, int>> _grades = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads judgements: <c>qid docid grade</c> lines, or TREC's <c>qid 0 docid grade</c>, parted by tabs or blanks; a grade above 0 is
    /// relevant, what is not listed is not.
    /// </summary>
    /// <exception cref="FormatException">A line is neither; the message quotes it.</exception>
    public RunScorer(IEnumerable<string> judgements)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        foreach (var line in judgements.Where(static line => !string.IsNullOrWhiteSpace(line)))
        {
            var (query, document, grade) = ReadJudgement(line);
            if (!_grades.TryGetValue(query, out var grades))
            {
                _grades.Add(query, grades = new Dictionary<string, int>(StringComparer.Ordinal));
            }

            if (grade > 0)
            {
                grades[document] = grade;
            }
        }
    }

    /// <summary>Scores a run: <c>qid Q0 docid rank score tag</c> lines, the lines of a query in the order of their ranks.</summary>
    public RelevanceScores Score(IEnumerable<string> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var ranked = run.Select(static line => line.Split(' ')).GroupBy(static p => p[0], static p => p[2], StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.ToList(), StringComparer.Ordinal);
        var all = _grades.Select(query => ScoreQuery(query.Value, ranked.GetValueOrDefault(query.Key, []))).ToList();
        return new RelevanceScores(all.Average(static s => s.Ndcg10), all.Average(static s => s.Mrr10), all.Average(static s => s.Recall100), all.Average(static s => s.Map));
    }

    private static (string Query, string Document, int Grade) ReadJudgement(string line) =>
        line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var query, .. [] or [_], var document, var last]
        && int.TryParse(last, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var grade)
            ? (query, document, grade)
            : throw new FormatException($"'{line}' is no judgement: expected qid, docid and grade.");

    private static RelevanceScores ScoreQuery(Dictionary<string, int> grades, List<string> ranked)
    {
        if (grades.Count == 0)
        {
            return new RelevanceScores(0, 0, 0, 0);
        }

        double gain = 0, reciprocal = 0, precisions = 0;
        int found = 0, found100 = 0;
        for (var i = 0; i < ranked.Count; i++)
        {
            if (!grades.TryGetValue(ranked[i], out var grade))
            {
                continue;
            }

            found++;
            precisions += (double)found / (i + 1);
            found100 += i < 100 ? 1 : 0;
            gain += i < 10 ? grade / Math.Log2(i + 2) : 0;
            reciprocal = reciprocal == 0 && i < 10 ? 1.0 / (i + 1) : reciprocal;
        }

        var ideal = grades.Values.OrderDescending().Take(10).Select(static (grade, i) => grade / Math.Log2(i + 2)).Sum();
        return new RelevanceScores(gain / ideal, reciprocal, (double)found100 / grades.Count, precisions / grades.Count);
    }
}
