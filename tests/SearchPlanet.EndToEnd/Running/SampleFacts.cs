namespace SearchPlanet.EndToEnd.Running;

/// <summary>What is known of the samples beforehand.</summary>
internal static class SampleFacts
{
    /// <summary>Posts that a reader can tell apart, in all feeds together; what newsletters list is not counted.</summary>
    public const int Posts = 130;

    /// <summary>Waits until every post is found.</summary>
    public static Task<TimeSpan> UntilCompleteAsync(Site site, CancellationToken cancellationToken) =>
        site.UntilAsync(async () => await CountAsync(site, cancellationToken) >= Posts, $"{Posts} posts", cancellationToken);

    public static Task<int> CountAsync(Site site, CancellationToken cancellationToken) => site.CountAsync("", cancellationToken);
}
