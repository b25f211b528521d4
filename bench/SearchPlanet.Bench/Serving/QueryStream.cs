using System.Text.Json;

namespace SearchPlanet.Bench.Serving;

/// <summary>
/// Queries that differ from each other, so that no cache answers them: a topic of the index's own and a word that people type, or two topics; half a million of them before
/// the first comes again. The same seed gives the same queries.
/// </summary>
internal sealed class QueryStream
{
    private const int Topics = 700;

    private readonly string[] _topics;
    private readonly uint _start;
    private int _next;

    private QueryStream(string[] topics, int seed)
    {
        _topics = topics;
        _start = (uint)seed * 7919;
    }

    /// <summary>Takes the topics, the commonest tags, from the server.</summary>
    public static async Task<QueryStream> OpenAsync(HttpClient client, int seed, CancellationToken cancellationToken)
    {
        using var tags = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/api/v1/tags?limit={Topics}", UriKind.Relative), cancellationToken));
        string[] topics = [.. tags.RootElement.GetProperty("values").EnumerateArray().Select(static tag => tag.GetProperty("value").GetString()!)];
        return topics.Length >= 10 ? new QueryStream(topics, seed) : throw new InvalidOperationException("The index holds too few tags to ask for.");
    }

    /// <summary>The next query's address.</summary>
    public Uri Next()
    {
        // A full period of pairs, in an order without pattern: a linear congruence with a stride that shares no factor with their number.
        var pairs = (uint)(_topics.Length * _topics.Length);
        var stride = 2_654_435_761u % pairs | 1;
        while (GreatestCommonDivisor(stride, pairs) != 1)
        {
            stride += 2;
        }

        var at = (_start + ((ulong)(uint)Interlocked.Increment(ref _next) * stride)) % pairs;
        var query = $"{_topics[at / (ulong)_topics.Length]} {_topics[at % (ulong)_topics.Length]}";
        return new Uri($"/api/v1/search?q={Uri.EscapeDataString(query)}", UriKind.Relative);
    }

    private static uint GreatestCommonDivisor(uint a, uint b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
