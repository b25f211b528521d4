namespace SearchPlanet.Engine.Store;

/// <summary>Another writer has the index.</summary>
public sealed class IndexLockedException(string directory, LockHolder? holder)
    : IOException($"The index {directory} is being written by {holder?.ToString() ?? "another process"}.")
{
    /// <summary>Who has it; null when that could not be read.</summary>
    public LockHolder? Holder { get; } = holder;
}
