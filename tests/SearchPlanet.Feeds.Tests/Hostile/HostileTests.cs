using System.Diagnostics;
using System.Text;
using SearchPlanet.Feeds.Opml;

namespace SearchPlanet.Feeds.Tests.Hostile;

public sealed class HostileTests(ITestOutputHelper output)
{
    private static readonly FeedContext Somewhere = new() { Url = new Uri("http://example.org/feed") };

    [Fact]
    public void Parse_BillionLaughs_RefusedByNameAndNotExpanded()
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY lol \"lol\">");
        for (var i = 1; i <= 9; i++)
        {
            text.Append($"<!ENTITY lol{i} \"{string.Concat(Enumerable.Repeat($"&lol{(i == 1 ? "" : i - 1)};", 10))}\">");
        }

        text.Append("]><rss version=\"2.0\"><channel><title>&lol9;</title></channel></rss>");
        var result = FeedParser.Parse(Encoding.UTF8.GetBytes(text.ToString()), FeedContext.None);
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == FeedDiagnosticCode.EntityBombRefused);
        result.Feed.Title.ShouldBe("&lol9;");
    }

    [Fact]
    public void Parse_TenThousandLevels_RefusedByNameAndRestRead()
    {
        var deep = string.Concat(Enumerable.Repeat("<x>", 10_000)) + string.Concat(Enumerable.Repeat("</x>", 10_000));
        var text = $"<rss version=\"2.0\"><channel><title>A</title>{deep}<item><title>B</title></item></channel></rss>";
        var result = FeedParser.Parse(Encoding.UTF8.GetBytes(text), FeedContext.None);
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == FeedDiagnosticCode.TooDeep);
        result.Feed.Items.ShouldHaveSingleItem().Title.ShouldBe("B");
    }

    [Fact]
    public void Parse_ExternalEntity_NeverFetched()
    {
        const string text = "<!DOCTYPE rss [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]><rss version=\"2.0\"><channel><title>&secret;</title></channel></rss>";
        FeedParser.Parse(Encoding.UTF8.GetBytes(text), FeedContext.None).Feed.Title.ShouldBe("&secret;");
    }

    [Fact]
    public void Parse_MutatedFeeds_NeverThrows()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        byte[][] samples = [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data"), "*.*", SearchOption.AllDirectories).Select(File.ReadAllBytes)];
        var clock = Stopwatch.StartNew();
        var runs = 0;
        while (clock.Elapsed < TimeSpan.FromSeconds(3))
        {
            var body = Mutate(samples[random.Next(samples.Length)], samples[random.Next(samples.Length)], random);
            try
            {
                FeedParser.Parse(body, Somewhere);
                OpmlReader.Read(body, Somewhere);
            }
            catch (Exception failure)
            {
                Assert.Fail($"seed {seed}, run {runs}: {failure}\n{Convert.ToBase64String(body)}");
            }

            runs++;
        }

        output.WriteLine($"{runs} runs");
    }

    private static byte[] Mutate(byte[] sample, byte[] other, Random random)
    {
        var body = new List<byte>(sample);
        for (var change = random.Next(1, 6); change > 0 && body.Count > 0; change--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(6))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveRange(at, Math.Min(random.Next(1, 40), body.Count - at));
                    break;
                case 2:
                    body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(1, 200), body.Count - at)));
                    break;
                case 3:
                    body.RemoveRange(at, body.Count - at);
                    break;
                case 4 when other.Length > 0:
                    var from = random.Next(other.Length);
                    body.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(1, 200), other.Length - from)).ToArray());
                    break;
                default:
                    body.InsertRange(at, Marks[random.Next(Marks.Length)]);
                    break;
            }
        }

        return [.. body];
    }

    private static readonly byte[][] Marks =
    [
        .. new[] { "<", ">", "&", "\"", "'", "]]>", "<![CDATA[", "<!--", "-->", "&#0;", "&#x110000;", "</item>", "<item>", "<title>", "\0", "{", "}", "[", "\\ud800" }
            .Select(Encoding.UTF8.GetBytes),
    ];
}
