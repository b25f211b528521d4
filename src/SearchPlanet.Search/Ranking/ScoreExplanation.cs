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
        var added = parts.Select(part => (part.Label, part.Query, part.IsWord, Explanation: searcher.Explain(part.Query, doc)))
            .Where(static p => p.Explanation is { IsMatch: true, Value: > 0 })
            .GroupBy(static p => p.Label, StringComparer.Ordinal)
            .Select(group => (Label: group.Key, Value: group.Sum(static p => p.Explanation.Value), Places: group.First().IsWord ? PlacesOf(searcher, group.First().Query, doc) : ""))
            .ToList();
        var sum = added.Sum(static a => a.Value);
        var text = string.Join(" + ", added.Select(static a => Line($"{a.Label} {a.Value:F2}{(a.Places.Length == 0 ? "" : $" ({a.Places})")}")));
        return sum > 0 && Math.Abs(score - sum) > sum / 1000 ? Line($"{text} = {sum:F2}, × {score / sum:F2} for its age = {score:F2}") : Line($"{text} = {score:F2}");
    }

    /// <summary>The fields in which a word stands.</summary>
    private static string PlacesOf(IndexSearcher searcher, Query query, int doc)
    {
        var found = LeavesOf(query).Where(leaf => searcher.Explain(leaf.Query, doc).IsMatch).Select(static leaf => leaf.Field).ToHashSet(StringComparer.Ordinal);
        return string.Join(", ", Fields.Where(f => found.Contains(f.Field)).Select(static f => f.Name));
    }

    /// <summary>The word, its parts and its synonyms in each field.</summary>
    private static IEnumerable<(string Field, Query Query)> LeavesOf(Query query) => query switch
    {
        CombinedFieldsQuery word => word.Terms.Select(static t => (t.Term.Field, (Query)new TermQuery(t.Term))),
        PhraseQuery phrase => [(phrase.Field, phrase)],
        BoostQuery boosted => LeavesOf(boosted.Inner),
        BooleanQuery boolean => boolean.Clauses.SelectMany(static clause => LeavesOf(clause.Query)),
        DisjunctionMaxQuery either => either.Queries.SelectMany(LeavesOf),
        _ => [],
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
