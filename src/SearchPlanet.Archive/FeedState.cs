namespace SearchPlanet.Archive;

/// <summary>Whether and why a feed is fetched. The numbers are stored.</summary>
public enum FeedState
{
    Active = 0,

    /// <summary>An operator stopped it.</summary>
    Paused = 1,

    /// <summary>The server answered 410, or the feed has been dead for long.</summary>
    Gone = 2,
}
