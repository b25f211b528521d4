namespace SearchPlanet.EndToEnd.Running;

/// <summary>How long a test waits for what must come about. Only one that fails waits that long: a busy machine is slow, not wrong.</summary>
internal static class Patience
{
    public const int Milliseconds = 180_000;

    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(Milliseconds);
}
