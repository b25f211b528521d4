using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Opml;

namespace SearchPlanet.Bench.Feeds;

/// <summary>
/// Mutates the files of folders and reads what comes out, for as long as it is told to: nothing may throw, and 10 KB may
/// not take longer than 20 ms of the processor. A document that fails is kept as a file beside the figures.
/// </summary>
internal static class FeedFuzz
{
    private const int MaxFileBytes = 200_000;
    private static readonly TimeSpan SlowPer10Kb = TimeSpan.FromMilliseconds(20);
    private static readonly FeedContext Somewhere = new() { Url = new Uri("https://example.org/feed") };

    /// <summary>Pieces that mean something to one of the readers.</summary>
    private static readonly byte[][] Marks =
    [
        .. new[]
        {
            "<", ">", "&", "\"", "'", "/>", "]]>", "<![CDATA[", "<!--", "-->", "<!DOCTYPE rss [<!ENTITY a \"&a;&a;\">]>", "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
            "&#0;", "&#x110000;", "&amp;lt;", "&nbsp", "</item>", "<item>", "</channel>", "<entry>", "<title type=\"html\">", "<content type=\"xhtml\"><div>",
            "<content mode=\"base64\">", " xml:base=\"../x/\"", " xmlns:a=\"http://www.w3.org/2005/Atom\"", "<x:y>", "\0", "{", "}", "[", "]", "\\ud800", ",", ":",
            "\uFEFF", "1e999", "<p style=\"", "<a href=\"?a&b", "<media:group>", "<itunes:category text=\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xFE, 0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x4C, 0x6F, 0xA7, 0x94],
    ];

    public static int Run(int seed, TimeSpan duration, string findings, string[] folders)
    {
        byte[][] samples =
        [
            .. folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
                .Where(path => new FileInfo(path).Length <= MaxFileBytes).Select(File.ReadAllBytes),
        ];
        var random = new Random(seed);
        var start = TimeProvider.System.GetTimestamp();
        long runs = 0;
        long bytes = 0;
        long feeds = 0;
        var failures = 0;
        double slowest = 0;
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            var body = Mutate(samples[random.Next(samples.Length)], samples[random.Next(samples.Length)], random);
            var before = Environment.CpuUsage.TotalTime;
            string? failure = null;
            try
            {
                feeds += Read(body) ? 1 : 0;
            }
            catch (Exception unexpected)
            {
                failure = unexpected.ToString();
            }

            var per10Kb = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Math.Max(1, body.Length / 10_000.0);
            slowest = Math.Max(slowest, runs > 10_000 ? per10Kb : 0);
            if (failure is null && runs > 10_000 && per10Kb > SlowPer10Kb.TotalMilliseconds && IsSlow(body))
            {
                failure = string.Create(CultureInfo.InvariantCulture, $"{per10Kb:F1} ms for 10 KB");
            }

            if (failure is not null)
            {
                failures++;
                Directory.CreateDirectory(findings);
                File.WriteAllBytes(Path.Combine(findings, string.Create(CultureInfo.InvariantCulture, $"{seed}-{runs}.feed")), body);
                Console.WriteLine($"run {runs}: {failure}");
            }

            runs++;
            bytes += body.Length;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {runs} documents, {bytes / 1e6:F0} MB, {feeds} of them still feeds; {failures} findings; slowest {slowest:F1} ms for 10 KB"));
        return failures == 0 ? 0 : 1;
    }

    private static bool Read(byte[] body)
    {
        var result = FeedParser.Parse(body, Somewhere);
        OpmlReader.Read(body, Somewhere);
        using var writer = new Utf8JsonWriter(new ArrayBufferWriter<byte>(4096));
        FeedParseJson.Write(writer, "fuzz", result);
        return result.IsFeed;
    }

    /// <summary>Slow each of three times: a collection or a busy machine is not.</summary>
    private static bool IsSlow(byte[] body)
    {
        for (var i = 0; i < 3; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Read(body);
            if ((Environment.CpuUsage.TotalTime - before) / Math.Max(1, body.Length / 10_000.0) <= SlowPer10Kb)
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Mutate(byte[] sample, byte[] other, Random random)
    {
        var body = new List<byte>(sample);
        for (var change = random.Next(1, 12); change > 0 && body.Count > 0; change--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(8))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveRange(at, Math.Min(random.Next(1, 60), body.Count - at));
                    break;
                case 2:
                    body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(1, 400), body.Count - at)));
                    break;
                case 3:
                    body.RemoveRange(at, random.Next(4) == 0 ? body.Count - at : 0);
                    break;
                case 4 when other.Length > 0:
                    var from = random.Next(other.Length);
                    body.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(1, 2_000), other.Length - from)).ToArray());
                    break;
                case 5:
                    var repeated = Marks[random.Next(Marks.Length)];
                    for (var i = random.Next(1, random.Next(20) == 0 ? 2_000 : 10); i > 0; i--)
                    {
                        body.InsertRange(at, repeated);
                    }

                    break;
                default:
                    body.InsertRange(at, Marks[random.Next(Marks.Length)]);
                    break;
            }
        }

        return [.. body];
    }
}
