namespace SearchPlanet.Archive;

/// <summary>What a <see cref="WebSubSubscription"/> is. The numbers are stored.</summary>
public enum WebSubState
{
    /// <summary>Wanted; the hub has not confirmed it yet.</summary>
    Wanted = 0,

    /// <summary>Confirmed by the hub, until it expires.</summary>
    Active = 1,

    /// <summary>To be ended; the hub has not confirmed it yet.</summary>
    Ending = 2,
}
