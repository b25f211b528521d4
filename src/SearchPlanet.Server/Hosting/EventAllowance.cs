namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Lets so many events of a second through and counts the rest: a log is to tell of an overload, not to become a part of it. Thread-safe.
/// </summary>
internal sealed class EventAllowance(int perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _since = time.GetTimestamp();
    private int _taken;
    private long _leftOut;

    /// <summary>Takes one of this second's.</summary>
    /// <param name="leftOut">How many were left out since the last that was not, when this is the first of its second; else 0.</param>
    public bool TryTake(out long leftOut)
    {
        leftOut = 0;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (time.GetElapsedTime(_since, now) >= TimeSpan.FromSeconds(1))
            {
                (_since, _taken) = (now, 0);
                (leftOut, _leftOut) = (_leftOut, 0);
            }

            if (_taken < perSecond)
            {
                _taken++;
                return true;
            }

            _leftOut++;
            return false;
        }
    }
}
