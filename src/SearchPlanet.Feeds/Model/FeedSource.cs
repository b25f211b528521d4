namespace SearchPlanet.Feeds;

/// <summary>The feed that an aggregated entry comes from; at least one of the parts is there.</summary>
/// <param name="Link">The page of that feed.</param>
/// <param name="FeedAddress">The address of that feed.</param>
public sealed record FeedSource(string? Title, string? Link = null, string? FeedAddress = null, string? Id = null)
{
    public IReadOnlyList<FeedPerson> Authors { get; init; } = [];

    public DateTimeOffset? Updated { get; init; }
}
