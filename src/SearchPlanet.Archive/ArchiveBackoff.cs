namespace SearchPlanet.Archive;

/// <summary>
/// How long to wait before an archive that is away is asked again: twice as long each time, up to two seconds, and never quite the
/// same, so that many nodes do not come back in one instant. Not thread-safe.
/// </summary>
public sealed class ArchiveBackoff(Random jitter)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);
    private TimeSpan _next = First;

    /// <summary>The pause after one more failure: between half of the full time and all of it.</summary>
    public TimeSpan Next()
    {
        var pause = _next * (0.5 + (jitter.NextDouble() / 2));
        _next = _next * 2 < Most ? _next * 2 : Most;
        return pause;
    }

    /// <summary>To be told of a success: the next pause is a short one again.</summary>
    public void Reset() => _next = First;
}
