namespace SearchPlanet.Feeds;

/// <summary>When a publisher wants to be asked again.</summary>
public sealed record FeedSchedule
{
    public static FeedSchedule Unstated { get; } = new();

    /// <summary>RSS <c>ttl</c>.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The RSS syndication module: <c>sy:updatePeriod</c> divided by <c>sy:updateFrequency</c>.</summary>
    public TimeSpan? UpdateInterval { get; init; }

    /// <summary>Hours of the day in UTC, 0 to 23, in which not to ask.</summary>
    public IReadOnlyList<int> SkipHours { get; init; } = [];

    public IReadOnlyList<DayOfWeek> SkipDays { get; init; } = [];
}
