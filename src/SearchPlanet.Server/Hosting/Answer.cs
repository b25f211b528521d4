namespace SearchPlanet.Server.Hosting;

/// <summary>A finished answer.</summary>
/// <param name="Body">Not to be changed: it may be cached.</param>
/// <param name="Next">Address of the next page; null on the last.</param>
/// <param name="IsPartial">There may be a whole one the next time: not to be kept by anybody.</param>
internal sealed record Answer(byte[] Body, string? Next = null, bool IsPartial = false)
{
    public static implicit operator Answer(byte[] body) => new(body);
}
