using System.Diagnostics;
using System.Globalization;

namespace SearchPlanet.Bench.Serving;

/// <summary>
/// Ingestion and search at once for as long as one likes, to see whether anything grows: a server over a data folder follows fifty feeds that
/// keep publishing, while readers ask for what is new and what is old. It begins with <see cref="FillingMinutes"/> minutes at a rate that fills
/// every bounded cache, since a cache that fills looks like a leak; the minutes asked for come after that. Each minute a line says what the
/// process holds, and in the end the quarters are compared. What should stay flat is the heap, anonymous memory, handles, maps and files; posts
/// and bytes of the index grow with what is published. A search that is turned away with 503 on a machine that has other work is counted by
/// itself; every other failure is told on standard error.
/// </summary>
internal static class SoakCommand
{
    private const int Feeds = 50;

    private const int PostsAMinute = 60;

    private const int Readers = 8;

    private const int FillingMinutes = 8;

    // 28,800 different addresses: more than are remembered (16,384), the answers to them more than are kept (32 MiB), and 14,400 different
    // filters of 8 KB over 67,622 posts, more than are kept as well (64 MiB).
    private const double FillingSearchesASecond = 60;

    private const double SearchesASecond = 4;

    public static async Task<int> RunAsync(string dataDirectory, int minutes, CancellationToken cancellationToken)
    {
        await using PublishingFeeds feeds = new(Feeds, ReadWords(), seed: 1);
        for (var i = 0; i < Feeds * 4; i++)
        {
            feeds.Publish();
        }

        await using var server = await ServerProcess.StartAsync(dataDirectory, Settings(feeds), cancellationToken);
        using HttpClient client = new() { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(30) };
        SoakReaders readers = new(client, await QueryStream.OpenAsync(client, seed: 1, cancellationToken), Readers);

        Console.WriteLine(SoakSample.Header);
        List<SoakSample> samples = [];
        var clock = Stopwatch.StartNew();
        for (var minute = -FillingMinutes; minute <= minutes; minute++)
        {
            var sample = await SoakSample.TakeAsync(minute, server, client, readers, feeds, cancellationToken);
            Console.WriteLine(sample);
            samples.Add(sample);
            if (minute < minutes)
            {
                var end = TimeSpan.FromMinutes(minute + FillingMinutes + 1);
                await Task.WhenAll(
                    readers.RunAsync(minute < 0 ? FillingSearchesASecond : SearchesASecond, end - clock.Elapsed, cancellationToken),
                    PublishAsync(feeds, end - clock.Elapsed, cancellationToken));
            }
        }

        Compare([.. samples.Where(static sample => sample.Minute > 0)]);
        return 0;
    }

    private static async Task PublishAsync(PublishingFeeds feeds, TimeSpan duration, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        for (var published = 0; clock.Elapsed < duration; await Task.Delay(20, cancellationToken))
        {
            for (; published < clock.Elapsed.TotalMinutes * PostsAMinute; published++)
            {
                feeds.Publish();
            }
        }
    }

    /// <summary>Means of the quarters: one minute says little, since a collection may have come just before it or be about to.</summary>
    private static void Compare(SoakSample[] samples)
    {
        Console.WriteLine();
        Console.WriteLine("| quarter | heap MiB | committed MiB | anonymous MiB | handles | maps | files |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (number, quarter) in samples.Chunk(Math.Max(1, (samples.Length + 3) / 4)).Index())
        {
            double Mean(Func<SoakSample, long> of) => quarter.Average(of);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {number + 1} | {Mean(static s => s.HeapMiB):F0} | {Mean(static s => s.CommittedMiB):F0} | {Mean(static s => s.AnonymousMiB):F0} | {Mean(static s => s.Handles):F0} | {Mean(static s => s.Maps):F0} | {Mean(static s => s.Files):F0} |"));
        }
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
}
