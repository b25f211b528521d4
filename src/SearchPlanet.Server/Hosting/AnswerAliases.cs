using System.Collections.Concurrent;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Which answer the very same address got last, so that a repeated request needs neither parsing nor hashing to find it in the
/// <see cref="AnswerCache"/>. Bounded; forgets everything at once when full, which costs the next requests what the first ones cost.
/// </summary>
internal sealed class AnswerAliases
{
    private const int MaxAliases = 16_384;
    private const int MaxTargetLength = 512;
    private readonly ConcurrentDictionary<(string Path, string Query), Alias> _aliases = new();
    private int _count;

    public Alias? Find(HttpRequest request) => _aliases.GetValueOrDefault(KeyOf(request));

    public void Add(HttpRequest request, Alias alias)
    {
        var key = KeyOf(request);
        if (key.Path.Length + key.Query.Length > MaxTargetLength)
        {
            return;
        }

        if (!_aliases.TryAdd(key, alias))
        {
            _aliases[key] = alias;
        }
        else if (Interlocked.Increment(ref _count) > MaxAliases)
        {
            _aliases.Clear();
            Interlocked.Exchange(ref _count, 0);
        }
    }

    private static (string Path, string Query) KeyOf(HttpRequest request) => (request.Path.Value ?? "", request.QueryString.Value ?? "");

    /// <summary>Holds while the index has this version, on this day.</summary>
    /// <param name="Tag">The answer's entity tag, its key in the cache.</param>
    public sealed record Alias(string IndexVersion, int Day, string Tag, string ContentType);
}
