namespace SearchPlanet.Testing;

/// <summary>What a client asked <see cref="WildServer"/>.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">Values verbatim, names in any case.</param>
public sealed record WildRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string Method { get; init; } = "GET";

    public ReadOnlyMemory<byte> Body { get; init; }
}
