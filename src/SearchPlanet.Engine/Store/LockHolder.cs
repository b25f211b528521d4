namespace SearchPlanet.Engine.Store;

/// <summary>Who has the write lock of an index.</summary>
public sealed record LockHolder(int ProcessId, string Host, DateTimeOffset Since)
{
    public override string ToString() => $"process {ProcessId} on {Host} since {Since:u}";
}
