using System.Globalization;
using System.Text;
using SearchPlanet.Feeds;

namespace SearchPlanet.Bench.Feeds;

/// <summary>
/// How fast feeds are parsed on one core: three feeds made here (escaped HTML, CDATA, inline XHTML), and the well-formed
/// files of the folders given, each parsed over and over. Times are of the processor, for warming up too: on a busy
/// machine a second of the clock leaves the code half compiled.
/// </summary>
internal static class FeedThroughput
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    public static int Run(string[] folders)
    {
        Report("escaped HTML", [Sample("<description>", "</description>", Escaped)]);
        Report("CDATA", [Sample("<content:encoded><![CDATA[", "]]></content:encoded>", Html)]);
        Report("inline XHTML", [AtomSample()]);
        foreach (var folder in folders)
        {
            List<byte[]> files = [];
            foreach (var path in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories))
            {
                var body = File.ReadAllBytes(path);
                var result = FeedParser.Parse(body, FeedContext.None);
                if (result.IsFeed && !result.IsIllFormed)
                {
                    files.Add(body);
                }
            }

            Report(Path.GetFileName(folder.TrimEnd('/')), files);
        }

        return 0;
    }

    private static void Report(string name, List<byte[]> files)
    {
        Parse(files, Warm);
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        var usedBefore = Environment.CpuUsage.TotalTime;
        var bytes = Parse(files, Measured);
        var seconds = (Environment.CpuUsage.TotalTime - usedBefore).TotalSeconds;
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - allocatedBefore) / (double)bytes;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-20} {files.Count,4} files {files.Sum(file => file.Length) / 1e6,8:F2} MB {bytes / 1e6 / seconds,8:F1} MB a processor second {allocated,6:F2} bytes allocated a byte"));
    }

    private static long Parse(List<byte[]> files, TimeSpan time)
    {
        long bytes = 0;
        var end = Environment.CpuUsage.TotalTime + time;
        while (Environment.CpuUsage.TotalTime < end)
        {
            foreach (var file in files)
            {
                FeedParser.Parse(file, FeedContext.None);
                bytes += file.Length;
            }
        }

        return bytes;
    }

    private const string Html =
        "<p>Migrations that add a column with a default rewrite the table. Do it in <a href=\"https://example.org/steps\">three steps</a>:</p>\n" +
        "<pre><code>class Migration(migrations.Migration):\n    operations = [migrations.AddField(\"post\", \"slug\", models.SlugField(null=True))]\n</code></pre>\n" +
        "<p>The second step fills it in batches &amp; the third makes it required. It is dull, and it never locks the table for long.</p>\n";

    private static string Escaped => Html.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static byte[] Sample(string open, string close, string html)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>A blog</title><link>https://example.org/</link>\n");
        for (var i = 0; i < 40; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<item><title>Post number {i}</title><link>https://example.org/posts/{i}/</link><guid>https://example.org/posts/{i}/</guid>");
            text.Append("<pubDate>Mon, 02 Jan 2006 15:04:05 GMT</pubDate><dc:creator>An Author</dc:creator><category>django</category><category>databases</category>");
            text.Append(open).Insert(text.Length, html, 6).Append(close).Append("</item>\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("</channel></rss>").ToString());
    }

    private static byte[] AtomSample()
    {
        var text = new StringBuilder("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A blog</title><link href=\"https://example.org/\"/><id>https://example.org/</id>\n");
        for (var i = 0; i < 40; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<entry><title>Post number {i}</title><link href=\"https://example.org/posts/{i}/\"/><id>https://example.org/posts/{i}/</id>");
            text.Append("<updated>2006-01-02T15:04:05Z</updated><author><name>An Author</name></author><category term=\"django\"/>");
            text.Append("<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">").Insert(text.Length, Html, 6).Append("</div></content></entry>\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("</feed>").ToString());
    }
}
