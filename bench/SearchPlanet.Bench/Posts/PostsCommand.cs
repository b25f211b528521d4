using System.Diagnostics;
using System.Globalization;
using SearchPlanet.Search;
using SearchPlanet.Search.Evaluation;
using SearchPlanet.Search.Ranking;

namespace SearchPlanet.Bench.Posts;

/// <summary>
/// Search over real posts. <c>posts index POSTS.jsonl.gz DIR [N]</c> builds an index; <c>posts latency DIR</c> measures full searches, in the
/// process and on one thread: seven facets, 20 highlighted hits, histogram; <c>posts search DIR QUERY</c> shows the first hits;
/// <c>posts relevance FOLDER</c> scores the ranking on judged collections, with each ingredient left out in turn.
/// </summary>
internal static class PostsCommand
{
    private static readonly string[] Facets = ["tag", "author", "source", "planet", "kind", "year", "version"];

    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["index", var posts, var directory, .. var rest]:
                Index(posts, directory, rest is [var limit] ? int.Parse(limit, CultureInfo.InvariantCulture) : int.MaxValue);
                return 0;
            case ["latency", var directory, .. var rest]:
                Latency(directory, rest is [var rounds] ? int.Parse(rounds, CultureInfo.InvariantCulture) : 5);
                return 0;
            case ["search", var directory, .. var words]:
                Search(directory, string.Join(' ', words));
                return 0;
            case ["relevance", var folder, .. var rest]:
                Relevance(folder, rest);
                return 0;
            default:
                Console.Error.WriteLine("posts index POSTS DIR [N] | posts latency DIR [ROUNDS] | posts search DIR QUERY | posts relevance FOLDER [COLLECTION…]");
                return 2;
        }
    }

    private static void Index(string posts, string directory, int limit)
    {
        var watch = Stopwatch.StartNew();
        using var index = PostIndex.Open(directory, new PostIndexOptions());
        index.Apply(PostCorpus.Read(posts, limit), CancellationToken.None);
        index.Commit();
        Console.WriteLine($"{PostIndex.ReadStats(directory)} in {watch.Elapsed.TotalSeconds:F1} s, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
    }

    private static void Latency(string directory, int rounds)
    {
        using var searcher = PostSearcher.Open(directory);
        var queries = PostQueries.All;
        var times = new List<double>();
        var slowest = new SortedList<double, string>(Comparer<double>.Create(static (a, b) => b.CompareTo(a) is 0 ? 1 : b.CompareTo(a)));
        for (var round = -1; round < rounds; round++)
        {
            foreach (var query in queries)
            {
                var began = Stopwatch.GetTimestamp();
                var response = searcher.Search(new SearchRequest { Query = query, Facets = Facets }, CancellationToken.None);
                var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                if (round >= 0)
                {
                    times.Add(elapsed);
                    slowest.Add(elapsed, $"{query} ({response.Total})");
                }
            }
        }

        times.Sort();
        Console.WriteLine($"{searcher.Count} posts, {queries.Count} queries, {times.Count} searches: median {Percentile(50):F2} ms, p90 {Percentile(90):F2}, p99 {Percentile(99):F2}, max {times[^1]:F2}");
        foreach (var (time, query) in slowest.Take(10))
        {
            Console.WriteLine($"  {time:F2} ms  {query}");
        }

        double Percentile(int percent) => times[Math.Min(times.Count - 1, times.Count * percent / 100)];
    }

    private static void Search(string directory, string query)
    {
        using var searcher = PostSearcher.Open(directory);
        var response = searcher.Search(new SearchRequest { Query = query, Facets = Facets, Explain = true }, CancellationToken.None);
        Console.WriteLine($"{response.Query.Normalized}: {response.Total} in {response.Took.TotalMilliseconds:F2} ms");
        foreach (var note in response.Query.Notes)
        {
            Console.WriteLine($"  note {note.Code} at {note.At}: {note.Text}: {note.Message}");
        }

        foreach (var suggestion in response.Query.Relaxed ?? [])
        {
            Console.WriteLine($"  {suggestion.Label}: {suggestion.Query} ({suggestion.Count})");
        }

        foreach (var hit in response.Hits)
        {
            Console.WriteLine($"{hit.Score:F3} {hit.Published:yyyy-MM-dd} {hit.TitleHtml} | {string.Join(", ", hit.Authors)} | {hit.Url}");
            foreach (var snippet in hit.Snippets)
            {
                Console.WriteLine($"      {snippet.In}: {snippet.Html.ReplaceLineEndings(" ")}");
            }
        }

        foreach (var (name, facet) in response.Facets)
        {
            Console.WriteLine($"{name}: {string.Join(", ", facet.Values.Select(static v => $"{v.Label} {v.Count}"))}, other {facet.Other}");
        }
    }

    private static void Relevance(string folder, string[] collections)
    {
        var whole = RankingProfile.Default;
        (string Name, RankingProfile Profile)[] profiles =
        [
            ("all", whole),
            ("no stems", whole with { UsesStems = false }),
            ("title x1", whole with { TitleWeight = 1 }),
            ("title x2", whole with { TitleWeight = 2 }),
            ("title x4", whole with { TitleWeight = 4 }),
            ("no proximity", whole with { ProximityWeight = 0 }),
            ("k1 0.9 b 0.4", whole with { K1 = 0.9f, B = 0.4f }),
            ("no synonyms", whole with { UsesSynonyms = false }),
            ("no recency", whole with { RecencyWeight = 0 }),
        ];
        foreach (var collection in collections.Length > 0 ? collections : [.. Directory.EnumerateDirectories(folder).Select(static d => Path.GetFileName(d)).Order(StringComparer.Ordinal)])
        {
            var path = Path.Combine(folder, collection);
            using var lab = RelevanceLab.Open(Path.Combine(path, "docs.jsonl.gz"), hideTags: false, CancellationToken.None);
            var scorer = new RunScorer(File.ReadLines(Path.Combine(path, "qrels.tsv")));
            var queries = RelevanceLab.ReadQueries(Path.Combine(path, "queries.tsv")).ToList();
            Console.WriteLine($"{collection,-24} nDCG@10   MRR@10  R@100    MAP");
            foreach (var (name, profile) in profiles)
            {
                var scores = scorer.Score(lab.Run(queries, profile, CancellationToken.None));
                Console.WriteLine($"  {name,-22} {scores.Ndcg10:F4}   {scores.Mrr10:F4}   {scores.Recall100:F4}   {scores.Map:F4}");
            }
        }
    }
}
