using System.Text.RegularExpressions;
using SearchPlanet.Feeds.Opml;

namespace SearchPlanet.Feeds.Tests.Yardsticks;

public sealed partial class RealFeedsTests(ITestOutputHelper output)
{
    [Fact]
    public void Parse_RealFeeds_GiveEveryEntry()
    {
        var wrong = new List<string>();
        var files = 0;
        foreach (var path in Directory.EnumerateFiles(SharedFeeds.PathOrSkip("real"), "*.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var body = File.ReadAllBytes(path);
            if (!FeedPattern().IsMatch(System.Text.Encoding.Latin1.GetString(body).Replace("\0", "")))
            {
                continue;
            }

            files++;
            var result = FeedParser.Parse(body, FeedContext.None);
            var expected = CountEntries(body);
            var line = $"{Path.GetFileName(path)}: {result.Format} {result.Encoding}, {result.Feed.Items.Count} of {expected} entries; {string.Join("; ", result.Diagnostics.Select(diagnostic => diagnostic.Message))}";
            output.WriteLine(line);
            if (!result.IsFeed || result.Feed.Items.Count != expected || result.Feed.Items.Any(item => item.Title is null && item.Summary is null && item.Content is null && item.Link is null && item.Published is null))
            {
                wrong.Add(line);
            }
        }

        output.WriteLine($"{files - wrong.Count} of {files}");
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Read_SharedSubscriptionLists_GiveEverySubscription()
    {
        var wrong = new List<string>();
        var root = SharedFeeds.PathOrSkip("opml");
        foreach (var path in Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Path.GetDirectoryName(root)!, "*.opml")))
        {
            var body = File.ReadAllBytes(path);
            var expected = SubscriptionPattern().Count(System.Text.Encoding.UTF8.GetString(body));
            if (expected == 0 && !path.EndsWith("opml", StringComparison.Ordinal))
            {
                continue;
            }

            var found = OpmlReader.Read(body, FeedContext.None)?.Subscriptions.Count ?? -1;
            output.WriteLine($"{Path.GetFileName(path)}: {found} of {expected}");
            if (found != expected)
            {
                wrong.Add($"{Path.GetFileName(path)}: {found} of {expected}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>Counts begin tags by sight, outside CDATA; a slow and dull way to the same number.</summary>
    private static int CountEntries(byte[] body)
    {
        var text = body is [0xFF, 0xFE, ..] or [(byte)'<', 0, ..] ? System.Text.Encoding.Unicode.GetString(body)
            : body is [0xFE, 0xFF, ..] or [0, (byte)'<', ..] ? System.Text.Encoding.BigEndianUnicode.GetString(body)
            : System.Text.Encoding.Latin1.GetString(body);
        if (text.TrimStart('\uFEFF', ' ', '\n', '\r', 'ï', '»', '¿').StartsWith('{'))
        {
            return System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("items").GetArrayLength();
        }

        return EntryPattern().Count(SectionPattern().Replace(text, ""));
    }

    [GeneratedRegex(@"<(?:\w+:)?(?:item|entry)(?:\s[^>]*)?>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"<(?:\w+:)?(?:rss|rdf|feed|entry)[\s>]|jsonfeed\.org", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex FeedPattern();

    [GeneratedRegex(@"<!\[CDATA\[.*?\]\]>|<!--.*?-->", RegexOptions.Singleline, 10_000)]
    private static partial Regex SectionPattern();

    [GeneratedRegex(@"xmlUrl\s*=\s*[""']\s*http", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex SubscriptionPattern();
}
