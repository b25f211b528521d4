using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SearchPlanet.Search;
using SearchPlanet.Search.Evaluation;
using SearchPlanet.Search.Ranking;

namespace SearchPlanet.Bench.Posts;

/// <summary>
/// Search over real posts. <c>posts index POSTS.jsonl.gz DIR [N [SCALE]]</c> builds an index of N posts, of each SCALE varied copies; <c>posts latency DIR</c> measures full searches, in the
/// process and on one thread: seven facets, 20 highlighted hits, histogram; <c>posts suggest DIR</c> completions of every beginning of the same queries;
/// <c>posts similar DIR</c> how often a post that links to another blog's finds it among similar ones;
/// <c>posts search DIR QUERY</c> shows the first hits;
/// <c>posts relevance FOLDER</c> scores the ranking on judged collections, with each ingredient left out in turn.
/// </summary>
internal static class PostsCommand
{
    private static readonly string[] Facets = ["tag", "author", "source", "planet", "kind", "year", "version"];

    private const int WarmUps = 5;

    /// <summary>So that what everybody links to does not decide.</summary>
    private const int MaxLinksOfOne = 3;

    /// <summary>The ranking as it is, and without each of its ingredients.</summary>
    private static readonly string[] Variants =
    [
        "{}", """{"UsesStems":false}""", """{"ExactWeight":0}""", """{"TitleWeight":1}""", """{"ProximityWeight":0}""", """{"WholeTitleWeight":0}""", """{"UsesParts":false}""", """{"UsesSynonyms":false}""", """{"RecencyWeight":0}""",
    ];

    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["index", var posts, var directory, .. var rest]:
                Index(
                    posts, directory, rest is [var limit, ..] ? int.Parse(limit, CultureInfo.InvariantCulture) : int.MaxValue,
                    rest is [_, var scale] ? int.Parse(scale, CultureInfo.InvariantCulture) : 1);
                return 0;
            case ["latency", var directory, .. var rest]:
                Latency(directory, rest is [var rounds] ? int.Parse(rounds, CultureInfo.InvariantCulture) : 5);
                return 0;
            case ["suggest", var directory]:
                Suggest(directory);
                return 0;
            case ["similar", var directory]:
                Similar(directory);
                return 0;
            case ["search", var directory, .. var words]:
                Search(directory, string.Join(' ', words));
                return 0;
            case ["relevance", var folder, .. var rest]:
                Relevance(folder, rest);
                return 0;
            default:
                Console.Error.WriteLine("posts index POSTS DIR [N [SCALE]] | posts latency DIR [ROUNDS] | posts suggest DIR | posts similar DIR | posts search DIR QUERY | posts relevance FOLDER [COLLECTION…]");
                return 2;
        }
    }

    private static void Index(string posts, string directory, int limit, int scale)
    {
        var watch = Stopwatch.StartNew();
        using var index = PostIndex.Open(directory, new PostIndexOptions());
        index.Apply(PostCorpus.Read(posts, limit, scale), CancellationToken.None);
        index.Commit();
        Console.WriteLine($"{PostIndex.ReadStats(directory)} in {watch.Elapsed.TotalSeconds:F1} s, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
    }

    private static void Latency(string directory, int rounds)
    {
        using var searcher = PostSearcher.Open(directory);
        Measure(searcher, rounds, "all", static query => new SearchRequest { Query = query, Facets = Facets }, slowest: 10);
        Measure(searcher, rounds, "no highlighting", static query => new SearchRequest { Query = query, Facets = Facets, Highlight = false }, slowest: 0);
        Measure(searcher, rounds, "no facets", static query => new SearchRequest { Query = query }, slowest: 0);
        Measure(searcher, rounds, "neither", static query => new SearchRequest { Query = query, Highlight = false }, slowest: 0);
    }

    private static void Suggest(string directory)
    {
        using var searcher = PostSearcher.Open(directory);
        var began = Stopwatch.GetTimestamp();
        searcher.Suggest("a", 10);
        Console.WriteLine($"{searcher.Count} posts, first completion: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F2} ms");
        string[] typed = [.. PostQueries.All.SelectMany(static query => Enumerable.Range(1, query.Length).Select(length => query[..length]))];
        var times = new List<(double Time, string Typed)>();
        for (var round = -WarmUps; round < 5; round++)
        {
            foreach (var text in typed)
            {
                began = Stopwatch.GetTimestamp();
                searcher.Suggest(text, 10);
                if (round >= 0)
                {
                    times.Add((Stopwatch.GetElapsedTime(began).TotalMilliseconds, text));
                }
            }
        }

        Console.WriteLine($"{typed.Length} completions x 5: {Percentiles([.. times.Select(static t => t.Time)])}");
        foreach (var (time, text) in times.GroupBy(static t => t.Typed, static (text, all) => (Time: all.Min(static t => t.Time), text)).OrderByDescending(static t => t.Time).Take(10))
        {
            Console.WriteLine($"  {time:F2} ms at best  {text}");
        }
    }

    /// <summary>Whoever links to a post of another blog thought it akin: how often it is among the ten most similar ones.</summary>
    private static void Similar(string directory)
    {
        using var searcher = PostSearcher.Open(directory);
        var (found, reciprocalRanks, times) = (0, 0.0, new List<double>());
        foreach (var target in searcher.Posts(0, searcher.Count))
        {
            foreach (var linking in searcher.LinksTo(target.Id, MaxLinksOfOne, CancellationToken.None).Hits.Where(hit => HostOf(hit.Url) != HostOf(searcher.Get(target.Id)!.Url)))
            {
                var began = Stopwatch.GetTimestamp();
                var similar = searcher.Similar(linking.Id, 10, CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                var rank = 1 + similar.Select(static hit => hit.Id).ToList().IndexOf(target.Id);
                found += rank > 0 ? 1 : 0;
                reciprocalRanks += rank > 0 ? 1.0 / rank : 0;
            }
        }

        Console.WriteLine($"{times.Count} links to posts of other blogs: {100.0 * found / times.Count:F1} % among the ten most similar, MRR@10 {reciprocalRanks / times.Count:F4}; {Percentiles(times)}");

        static string? HostOf(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Host : null;
    }

    /// <summary>Processor time beside the clock's: on a shared machine only the former says what a search costs.</summary>
    private static void Measure(PostSearcher searcher, int rounds, string name, Func<string, SearchRequest> requestOf, int slowest)
    {
        var (wall, processor, queries) = (new List<double>(), new List<double>(), new List<(double Time, string Query)>());
        using var process = Process.GetCurrentProcess();
        for (var round = -WarmUps; round < rounds; round++)
        {
            foreach (var query in PostQueries.All)
            {
                process.Refresh();
                var (beganAt, beganCpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
                var total = searcher.Search(requestOf(query), CancellationToken.None).Total;
                var elapsed = Stopwatch.GetElapsedTime(beganAt).TotalMilliseconds;
                process.Refresh();
                var cpu = (process.TotalProcessorTime - beganCpu).TotalMilliseconds;
                if (round >= 0)
                {
                    wall.Add(elapsed);
                    processor.Add(cpu);
                    queries.Add((cpu, $"{query} ({total})"));
                }
            }
        }

        Console.WriteLine($"{searcher.Count} posts, {PostQueries.All.Count} queries x {rounds}, {name}: clock {Percentiles(wall)}; processor {Percentiles(processor)}");
        foreach (var (time, query) in queries.OrderByDescending(static q => q.Time).Take(slowest))
        {
            Console.WriteLine($"  {time:F2} ms  {query}");
        }
    }

    private static string Percentiles(List<double> times)
    {
        times.Sort();
        return $"median {At(50):F2} ms, p90 {At(90):F2}, p99 {At(99):F2}, max {times[^1]:F2}";

        double At(int percent) => times[Math.Min(times.Count - 1, times.Count * percent / 100)];
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

        foreach (var suggestion in (response.Query.Relaxed ?? []).Prepend(response.Query.DidYouMean).OfType<SearchPlanet.Search.Results.Suggestion>())
        {
            Console.WriteLine($"  {suggestion.Label}: {suggestion.Query} ({suggestion.Count})");
        }

        foreach (var hit in response.Hits)
        {
            Console.WriteLine($"{hit.Score:F3} {hit.Published:yyyy-MM-dd} {hit.TitleHtml} | {string.Join(", ", hit.Authors)} | {hit.Url}");
            Console.WriteLine($"      {hit.Explanation}");
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

    private static void Relevance(string folder, string[] variants)
    {
        foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            using var lab = RelevanceLab.Open(Path.Combine(path, "docs.jsonl.gz"), hideTags: true, CancellationToken.None);
            var scorer = new RunScorer(File.ReadLines(Path.Combine(path, "qrels.tsv")));
            var queries = RelevanceLab.ReadQueries(Path.Combine(path, "queries.tsv")).ToList();
            Console.WriteLine($"{Path.GetFileName(path),-30} nDCG@10   MRR@10  R@100    MAP");
            foreach (var variant in variants is [] ? Variants : variants)
            {
                var scores = scorer.Score(lab.Run(queries, JsonSerializer.Deserialize<RankingProfile>(variant)!, CancellationToken.None));
                Console.WriteLine($"  {variant,-28} {scores.Ndcg10:F4}   {scores.Mrr10:F4}   {scores.Recall100:F4}   {scores.Map:F4}");
            }
        }
    }
}
