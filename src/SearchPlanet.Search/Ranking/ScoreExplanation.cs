using System.Globalization;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Ranking;

/// <summary>Says in a line what a hit's score is made of: <c>django 2.10 (title, body) + migrations 3.05 (body) + near each other 0.31 = 5.46, × 0.97 for its age = 5.30</c>.</summary>
internal static class ScoreExplanation
{
    private static readonly (string Field, string Name)[] Fields =
    [
        (PostFields.Title, "title"), (PostFields.TagText, "tags"), (PostFields.AuthorText, "author"), (PostFields.Body, "body"), (PostFields.Code, "code"),
    ];

    public static string Of(IndexSearcher searcher, IReadOnlyList<ScorePart> parts, int doc, float score)
    {
        var added = parts.Select(part => (part.Label, part.Query, Explanation: searcher.Explain(part.Query, doc)))
            .Where(static p => p.Explanation is { IsMatch: true, Value: > 0 })
            .GroupBy(static p => p.Label, StringComparer.Ordinal)
            .Select(group => (Label: group.Key, Value: group.Sum(static p => p.Explanation.Value), Places: PlacesOf(searcher, group.First().Query, doc)))
            .ToList();
        var sum = added.Sum(static a => a.Value);
        var text = string.Join(" + ", added.Select(static a => Line($"{a.Label} {a.Value:F2}{(a.Places.Length == 0 ? "" : $" ({a.Places})")}")));
        return sum > 0 && Math.Abs(score - sum) > sum / 1000 ? Line($"{text} = {sum:F2}, × {score / sum:F2} for its age = {score:F2}") : Line($"{text} = {score:F2}");
    }

    /// <summary>The fields in which a word stands.</summary>
    private static string PlacesOf(IndexSearcher searcher, Query query, int doc)
    {
        var terms = WordOf(query)?.Terms ?? [];
        return string.Join(", ", Fields
            .Where(f => terms.Any(t => t.Term.Field == f.Field && searcher.Explain(new TermQuery(t.Term), doc).IsMatch))
            .Select(static f => f.Name));
    }

    /// <summary>The word itself, apart from what its typed form, its parts and its synonyms add.</summary>
    private static CombinedFieldsQuery? WordOf(Query query) => query switch
    {
        CombinedFieldsQuery word => word,
        BooleanQuery { Clauses: [{ Query: var first }, ..] } => WordOf(first),
        DisjunctionMaxQuery { Queries: [var first, ..] } => WordOf(first),
        _ => null,
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
