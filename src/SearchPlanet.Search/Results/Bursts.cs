namespace SearchPlanet.Search.Results;

/// <summary>Keeps one author's burst of posts (22 summaries of one conference) from filling a page: the hits stay, marked to be shown as one row that opens.</summary>
internal static class Bursts
{
    private const int MaxRows = 3;
    private static readonly TimeSpan Span = TimeSpan.FromDays(3);

    /// <summary>The hits in their order; those beyond the third of a burst name the first of it.</summary>
    public static List<Hit> Fold(IEnumerable<Hit> hits)
    {
        var folded = new List<Hit>();
        foreach (var hit in hits)
        {
            var burst = hit is { Authors: [var author, ..], Published: { } published }
                ? folded.FindAll(h => h.FoldedUnder is null && h.Authors is [var other, ..] && other == author && (h.Published - published)?.Duration() <= Span)
                : [];
            folded.Add(burst.Count < MaxRows ? hit : hit with { FoldedUnder = burst[0].Id });
        }

        return folded;
    }
}
