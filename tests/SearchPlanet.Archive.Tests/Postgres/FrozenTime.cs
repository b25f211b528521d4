namespace SearchPlanet.Archive.Tests.Postgres;

/// <summary>A clock that holds whoever asks it: for stopping a thread at a certain place.</summary>
internal sealed class FrozenTime : TimeProvider, IDisposable
{
    private readonly ManualResetEventSlim _thawed = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once somebody has asked.</summary>
    public Task IsAsked => _asked.Task;

    public override DateTimeOffset GetUtcNow()
    {
        _asked.TrySetResult();
        _thawed.Wait();
        return DateTimeOffset.UnixEpoch;
    }

    public void Thaw() => _thawed.Set();

    public void Dispose() => _thawed.Dispose();
}
