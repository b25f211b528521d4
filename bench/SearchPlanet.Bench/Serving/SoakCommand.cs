using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace SearchPlanet.Bench.Serving;

/// <summary>
/// Ingestion and search at once for as long as one likes, to see whether anything grows: a server over a data folder follows fifty feeds that
/// keep publishing, while readers ask for what is new and what is old. Each minute a line says what the process holds. What should stay flat is
/// the heap, anonymous memory, handles, maps and files; posts and bytes of the index grow with what is published. A search that is turned away
/// with 503 on a machine that has other work is counted by itself; every other failure is told on standard error.
/// </summary>
internal static class SoakCommand
{
    private const int Feeds = 50;

    private const int PostsAMinute = 60;

    private const double SearchesASecond = 4;

    public static async Task<int> RunAsync(string dataDirectory, int minutes, CancellationToken cancellationToken)
    {
        await using PublishingFeeds feeds = new(Feeds, ReadWords(), seed: 1);
        for (var i = 0; i < Feeds * 4; i++)
        {
            feeds.Publish();
        }

        await using var server = await ServerProcess.StartAsync(dataDirectory, Settings(feeds), cancellationToken);
        using HttpClient client = new() { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(10) };
        var queries = await QueryStream.OpenAsync(client, seed: 1, cancellationToken);

        Console.WriteLine("| minute | posts | index MiB | files | heap MiB | anonymous MiB | handles | maps | threads | searches | turned away | failed | slowest ms | fetched | not modified |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        Counts counts = new();
        var clock = Stopwatch.StartNew();
        for (var minute = 0; minute <= minutes; minute++)
        {
            await PrintAsync(minute, server, client, feeds, counts, cancellationToken);
            if (minute == minutes)
            {
                break;
            }

            await SearchAndPublishAsync(client, queries, feeds, counts, TimeSpan.FromMinutes(minute + 1) - clock.Elapsed, cancellationToken);
        }

        return 0;
    }

    private static async Task SearchAndPublishAsync(
        HttpClient client, QueryStream queries, PublishingFeeds feeds, Counts counts, TimeSpan duration, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var published = 0;
        var asked = 0;
        while (clock.Elapsed < duration)
        {
            for (; published < clock.Elapsed.TotalMinutes * PostsAMinute; published++)
            {
                feeds.Publish();
            }

            for (; asked < clock.Elapsed.TotalSeconds * SearchesASecond && clock.Elapsed < duration; asked++)
            {
                // One in four is what everybody asks: the newest, which changes with every commit.
                var query = asked % 4 == 0 ? new Uri("/api/v1/search?sort=newest", UriKind.Relative) : queries.Next();
                var began = Stopwatch.GetTimestamp();
                try
                {
                    using var response = await client.GetAsync(query, cancellationToken);
                    if (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null)
                    {
                        counts.TurnedAway++;
                    }
                    else if (!response.IsSuccessStatusCode)
                    {
                        Fail(counts, query, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
                    }
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
                {
                    Fail(counts, query, e.Message);
                }

                counts.Searches++;
                counts.Slowest = Math.Max(counts.Slowest, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    private static void Fail(Counts counts, Uri query, string reason)
    {
        counts.Failed++;
        Console.Error.WriteLine($"{query} failed: {reason}");
    }

    private static async Task PrintAsync(int minute, ServerProcess server, HttpClient client, PublishingFeeds feeds, Counts counts, CancellationToken cancellationToken)
    {
        var files = Directory.GetFiles(server.IndexDirectory);
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        using var ready = JsonDocument.Parse(await client.GetStringAsync(new Uri("/readyz", UriKind.Relative), cancellationToken));
        var bytes = files.Sum(static file => new FileInfo(file) is { Exists: true } info ? info.Length : 0);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {minute} | {ready.RootElement.GetProperty("posts").GetInt64()} | {bytes >> 20} | {files.Length} | {Heap(metrics)} | {server.MiB("RssAnon")} | {server.Handles} | {server.Maps} | {server.Threads} | {counts.Searches} | {counts.TurnedAway} | {counts.Failed} | {counts.Slowest:F0} | {feeds.Answers.Sent} | {feeds.Answers.NotModified} |"));
        counts.Slowest = 0;
    }

    private static long Heap(string metrics)
    {
        const string Name = "searchplanet_gc_heap_bytes ";
        var line = metrics.Split('\n').FirstOrDefault(static l => l.StartsWith(Name, StringComparison.Ordinal)) ?? Name + "0";
        return (long)double.Parse(line[Name.Length..], CultureInfo.InvariantCulture) >> 20;
    }

    private static Dictionary<string, string> Settings(PublishingFeeds feeds)
    {
        Dictionary<string, string> settings = new()
        {
            ["SearchPlanet__Ingestion__MinInterval"] = "00:01:00",
            ["SearchPlanet__Ingestion__MaxInterval"] = "00:02:00",
            ["SearchPlanet__Planets__0__Name"] = "soak",
            ["SearchPlanet__Planets__0__Url"] = feeds.Addresses.First(),
        };
        foreach (var (number, (host, address)) in feeds.Hosts.Zip(feeds.Addresses).Index())
        {
            settings[$"SearchPlanet__Ingestion__AllowedPrivateHosts__{number}"] = host + ":*";
            settings[$"SearchPlanet__Planets__0__Feeds__{number}"] = address;
        }

        return settings;
    }

    /// <summary>Words of the kind that posts are made of, without a corpus at hand: 20,000, pronounceable and all different.</summary>
    private static string[] ReadWords()
    {
        string[] syllables = ["ra", "den", "mi", "sol", "ka", "ter", "lu", "pro", "nis", "ve", "gan", "to", "shi", "rel", "mo", "dak", "fi", "ur", "ben", "ly"];
        return [.. Enumerable.Range(0, 20_000).Select(number => syllables[number % 20] + syllables[number / 20 % 20] + syllables[number / 400 % 20] + (number >= 8000 ? syllables[number / 8000] : ""))];
    }

    private sealed class Counts
    {
        public int Searches { get; set; }

        public int TurnedAway { get; set; }

        public int Failed { get; set; }

        public double Slowest { get; set; }
    }
}
