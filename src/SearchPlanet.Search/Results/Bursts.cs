namespace SearchPlanet.Search.Results;

/// <summary>Keeps one author's burst of posts (22 summaries of one conference) from filling a page: the hits stay, marked to be shown as one row that opens.</summary>
internal static class Bursts
{
    /// <summary>So many rows of one author are company, more are a crowd.</summary>
    private const int MaxRows = 3;

    private static readonly TimeSpan Span = TimeSpan.FromDays(3);

    /// <summary>The hits in their order; of a burst all but the first name the first.</summary>
    public static List<Hit> Fold(IReadOnlyList<Hit> hits)
    {
        var firstOf = new int[hits.Count];
        for (var i = 0; i < hits.Count; i++)
        {
            firstOf[i] = Enumerable.Range(0, i).FirstOrDefault(j => firstOf[j] == j && IsOneBurst(hits[j], hits[i]), i);
        }

        var sizes = firstOf.CountBy(static first => first).ToDictionary();
        return [.. hits.Select((hit, i) => firstOf[i] == i || sizes[firstOf[i]] <= MaxRows ? hit : hit with { FoldedUnder = hits[firstOf[i]].Id })];
    }

    private static bool IsOneBurst(Hit a, Hit b) =>
        a.Authors is [var author, ..] && b.Authors is [var other, ..] && author == other && (a.Published - b.Published)?.Duration() <= Span;
}
