using System.Diagnostics;
using System.Globalization;
using System.Text;
using SearchPlanet.Engine.Facets;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Bench.Peers;

/// <summary>
/// Times the peers' queries by their protocol: for each class two rounds and 1.5 s of warm-up, then at least five rounds
/// and 2 s, at most 20 s; then the mix on one thread and on two for 6 s. No filter or result is cached between rounds.
/// Run: <c>-- peers search INDEX queries.tsv OUT.json</c>.
/// </summary>
internal sealed class PeersSearch : IDisposable
{
    private const int Hits = 10;
    private static readonly string[] FacetFields = ["tag", "author", "source", "year"];
    internal static readonly HashSet<string> InMix = ["term_common", "term_rare", "and2", "or2", "or3_5", "phrase", "prefix", "filtered"];
    private static readonly HashSet<string> ExactOnly = ["facets_and", "facets_or", "prefix", "filtered", "or2_fetch"];

    private readonly DirectoryReader _reader;
    private readonly IndexSearcher _searcher;
    private long _sink;

    private PeersSearch(string directory)
    {
        _reader = DirectoryReader.Open(new FileIndexDirectory(directory), PeerSchema.Create());
        _searcher = new IndexSearcher(_reader);
    }

    public static int Run(string directory, string queries, string output)
    {
        var clock = Stopwatch.StartNew();
        using var search = new PeersSearch(directory);
        var opened = Ms(clock.Elapsed);
        var groups = new List<(string Class, List<PeerQuery> Queries)>();
        foreach (var group in File.ReadLines(queries).Select(PeerQuery.Parse).GroupBy(q => q.Class))
        {
            groups.Add((group.Key, [.. group]));
        }
        // Any selection of the queries will do: one class, to profile it.
        if (groups.Find(g => g.Class == "or2").Queries is { } fetched)
        {
            groups.Add(("or2_fetch", fetched));
        }

        List<PeerQuery> mix = [.. groups.Where(g => InMix.Contains(g.Class)).SelectMany(g => g.Queries)];

        var json = new StringBuilder();
        json.Append(CultureInfo.InvariantCulture, $$"""{"engine":"SearchPlanet","open_ms":{{opened}},"load":"{{ProcessStatus.Load()}}","classes":{""");
        var separator = "";
        foreach (var exact in (bool[])[true, false])
        {
            foreach ((var name, var group) in groups)
            {
                if (!exact && ExactOnly.Contains(name))
                {
                    continue;
                }

                (var times, var cpu, var bytes, var hits) = search.Measure(group, exact, fetch: name == "or2_fetch");
                Console.Error.WriteLine($"{name}{(exact ? "" : "_top10")} {times[times.Length / 2]:F4} ms, {cpu[cpu.Length / 2]:F4} ms of processor time, {bytes} bytes allocated, {hits} hits");
                json.Append(separator).Append(CultureInfo.InvariantCulture,
                    $$"""
                    "{{name}}{{(exact ? "" : "_top10")}}":{"n":{{times.Length}},"median_ms":{{times[times.Length / 2]:F4}},"p99_ms":{{times[(int)(times.Length * 0.99)]:F4}},"mean_ms":{{times.Average():F4}},"median_cpu_ms":{{cpu[cpu.Length / 2]:F4}},"bytes_per_query":{{bytes}},"hits":{{hits}}}
                    """);
                separator = ",";
            }
        }

        json.Append('}');
        foreach (var exact in (bool[])[true, false])
        {
            foreach (var threads in groups.Count > 2 ? (int[])[1, 2] : [])
            {
                json.Append(CultureInfo.InvariantCulture, $",\"qps{threads}{(exact ? "" : "_top10")}\":{search.QueriesPerSecond(mix, threads, exact):F1}");
            }
        }

        json.Append(CultureInfo.InvariantCulture,
            $$""","rss_mb":{{ProcessStatus.MiB("VmHWM")}},"rss_anon_mb":{{ProcessStatus.MiB("RssAnon")}},"load_end":"{{ProcessStatus.Load()}}"}""");
        File.WriteAllText(output, json.Append('\n').ToString());
        return 0;
    }

    public void Dispose() => _reader.Dispose();

    private (double[] Times, double[] ProcessorTimes, long Bytes, long Hits) Measure(List<PeerQuery> queries, bool exact, bool fetch)
    {
        long hits = 0;
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < 2 || Stopwatch.GetElapsedTime(start).TotalSeconds < 1.5; round++)
        {
            hits = queries.Sum(q => One(q, exact, fetch));
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > 8)
            {
                break;
            }
        }

        // With room from the start, so that only the queries allocate.
        var times = new List<double>(1 << 21);
        var cpu = new List<double>(1 << 21);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        start = Stopwatch.GetTimestamp();
        for (var round = 0;
            (round < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < 2) && (round == 0 || Stopwatch.GetElapsedTime(start).TotalSeconds < 20);
            round++)
        {
            foreach (var query in queries)
            {
                var c = ThreadTime.Milliseconds();
                var t = Stopwatch.GetTimestamp();
                One(query, exact, fetch);
                times.Add(Stopwatch.GetElapsedTime(t).TotalMilliseconds);
                cpu.Add(ThreadTime.Milliseconds() - c);
            }
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        times.Sort();
        cpu.Sort();
        return ([.. times], [.. cpu], allocated / times.Count, hits);
    }

    /// <summary>Runs one query; gives its number of matches, or of those counted.</summary>
    private long One(PeerQuery peerQuery, bool exact, bool fetch)
    {
        var query = peerQuery.ToQuery();
        TopDocs top;
        if (peerQuery.Class.StartsWith("facets", StringComparison.Ordinal))
        {
            var best = new TopScoreDocCollector(Hits);
            var all = new MatchSetCollector(_reader);
            using var matches = all.Matches;
            _searcher.Search(query, new MultiCollector(best, all));
            top = best.TopDocs();
            foreach (var counts in FacetCounter.Count(matches, FacetFields))
            {
                using (counts)
                {
                    Interlocked.Add(ref _sink, counts.Top(Hits).Length);
                }
            }
        }
        else
        {
            top = _searcher.Search(query, new SearchOptions { Limit = Hits, ExactTotal = exact });
        }

        if (fetch)
        {
            Fetch(top);
        }

        return top.TotalHits;
    }

    private void Fetch(TopDocs top)
    {
        foreach (var hit in top.ScoreDocs)
        {
            var leaf = _reader.LeafOf(hit.Doc);
            var summary = leaf.Reader.StoredFields().Summary(hit.Doc - leaf.DocBase);
            Interlocked.Add(ref _sink, summary.GetString("id")!.Length + summary.GetString("title")!.Length);
        }
    }

    private double QueriesPerSecond(List<PeerQuery> mix, int threads, bool exact)
    {
        long done = 0;
        var start = Stopwatch.GetTimestamp();
        var workers = new List<Thread>();
        for (var n = 0; n < threads; n++)
        {
            var begin = n * 37;
            var worker = new Thread(() =>
            {
                for (var i = begin; Stopwatch.GetElapsedTime(start).TotalSeconds < 6; i++)
                {
                    One(mix[i % mix.Count], exact, fetch: true);
                    Interlocked.Increment(ref done);
                }
            });
            worker.Start();
            workers.Add(worker);
        }

        workers.ForEach(w => w.Join());
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture);
}
