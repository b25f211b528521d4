using System.Globalization;
using System.Text;

namespace SearchPlanet.Server.Hosting;

/// <summary>Counts answered requests and how long they took, by kind, as a Prometheus histogram. Thread-safe, without locks.</summary>
internal sealed class Metrics
{
    private static readonly string[] _kinds = ["search", "suggest", "api", "feed", "page", "other"];
    private static readonly double[] _boundsMs = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
    private readonly long[][] _buckets = [.. _kinds.Select(_ => new long[_boundsMs.Length + 1])];
    private readonly long[] _micros = new long[_kinds.Length];
    private readonly long[] _statuses = new long[600];

    public void Record(PathString path, int status, TimeSpan elapsed)
    {
        var kind = KindOf(path);
        var ms = elapsed.TotalMilliseconds;
        var bucket = Array.FindIndex(_boundsMs, bound => ms <= bound);
        Interlocked.Increment(ref _buckets[kind][bucket < 0 ? _boundsMs.Length : bucket]);
        Interlocked.Add(ref _micros[kind], (long)elapsed.TotalMicroseconds);
        Interlocked.Increment(ref _statuses[Math.Clamp(status, 0, _statuses.Length - 1)]);
    }

    /// <summary>Appends the text form (version 0.0.4).</summary>
    public void WriteTo(StringBuilder text)
    {
        const string Name = "searchplanet_request_seconds";
        text.Append($"# HELP {Name} Time to answer, by kind of request.\n# TYPE {Name} histogram\n");
        for (var kind = 0; kind < _kinds.Length; kind++)
        {
            long below = 0;
            for (var i = 0; i < _boundsMs.Length; i++)
            {
                below += Interlocked.Read(ref _buckets[kind][i]);
                text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{kind=\"{_kinds[kind]}\",le=\"{_boundsMs[i] / 1000}\"}} {below}\n");
            }
            below += Interlocked.Read(ref _buckets[kind][^1]);
            text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{kind=\"{_kinds[kind]}\",le=\"+Inf\"}} {below}\n");
            text.Append(CultureInfo.InvariantCulture, $"{Name}_sum{{kind=\"{_kinds[kind]}\"}} {Interlocked.Read(ref _micros[kind]) / 1e6}\n");
            text.Append(CultureInfo.InvariantCulture, $"{Name}_count{{kind=\"{_kinds[kind]}\"}} {below}\n");
        }
        text.Append("# HELP searchplanet_responses_total Answers by status.\n# TYPE searchplanet_responses_total counter\n");
        for (var status = 0; status < _statuses.Length; status++)
        {
            if (Interlocked.Read(ref _statuses[status]) is > 0 and var count)
            {
                text.Append(CultureInfo.InvariantCulture, $"searchplanet_responses_total{{status=\"{status}\"}} {count}\n");
            }
        }
    }

    private static int KindOf(PathString path) => path.Value switch
    {
        "/api/v1/search" => 0,
        "/api/v1/suggest" => 1,
        { } value when value.StartsWith("/api/", StringComparison.Ordinal) => 2,
        "/search.atom" or "/search.json" => 3,
        { } value when value.StartsWith("/assets/", StringComparison.Ordinal) || value is "/healthz" or "/readyz" or "/metrics" => 5,
        _ => 4,
    };
}
