using System.Text;

namespace SearchPlanet.Feeds.Tests.Hostile;

/// <summary>Documents made to be expensive: each repeats what a careless reader is quadratic in, recursive in, or multiplies.</summary>
internal static class HostileDocuments
{
    /// <summary>Each with a name, and as many bytes as asked for.</summary>
    public static IEnumerable<(string Name, byte[] Body)> All(int bytes)
    {
        foreach ((var name, var start, var unit) in Repeated)
        {
            var text = new StringBuilder(start);
            while (text.Length < bytes)
            {
                text.Append(unit);
            }

            yield return (name, Encoding.UTF8.GetBytes(text.ToString(0, bytes)));
        }

        yield return ("zeros", new byte[bytes]);
        yield return ("high bytes", [.. Enumerable.Repeat((byte)0xFF, bytes)]);
    }

    private static readonly (string Name, string Start, string Unit)[] Repeated =
    [
        ("open tags", "<rss><channel>", "<a>"),
        ("open titles", "<rss><channel><item>", "<title>"),
        ("open titles and links", "<rss><channel><item>", "<title><link>"),
        ("open items", "<rss><channel>", "<item>"),
        ("items with open titles", "<rss><channel>", "<item><title><link></item>"),
        ("open descriptions with dates", "<rss><channel><item>", "<description><pubDate>"),
        ("end tags", "<rss><channel><item>", "</x>"),
        ("open and stray end tags", "<rss><channel>", "<b><i></b>"),
        ("comments that do not end", "<rss><channel>", "<!--"),
        ("comments that end wrongly", "<rss><channel>", "<!-- >"),
        ("sections that do not end", "<rss><channel><title>", "<![CDATA["),
        ("instructions that do not end", "<rss><channel>", "<?x "),
        ("declarations", "", "<!DOCTYPE x [<!ENTITY a \"b\">"),
        ("subsets that do not end", "<!DOCTYPE x [", "<!ENTITY a \"b\">"),
        ("quotes in a subset", "<!DOCTYPE x [", "\"'"),
        ("quotes that do not end", "<rss><channel>", "<a b=\""),
        ("quotes of either kind", "<rss><channel>", "<a b=\"' c='\">"),
        ("tags that do not end", "<rss><channel>", "<a "),
        ("one tag of attributes", "<rss><channel><a ", "b=c "),
        ("equals signs and quotes", "<rss><channel><a ", "=\""),
        ("angle brackets", "<rss><channel><title>", "<"),
        ("ampersands", "<rss><channel><title>", "&"),
        ("references", "<rss><channel><title>", "&amp;"),
        ("references that do not end", "<rss><channel><title>", "&abcdefghijklmnopqrstuvwxyz"),
        ("unknown references", "<rss><channel><title>", "&xyzzy;"),
        ("numbers out of range", "<rss><channel><title>", "&#99999999999999999999;"),
        ("namespaces", "<rss><channel>", "<a xmlns:b=\"c\">"),
        ("bases", "<rss><channel>", "<a xml:base=\"../b/\">"),
        ("prefixes", "<rss><channel>", "<a:b>"),
        ("relative links", "<rss xml:base=\"http://example.org/\"><channel><item><description>", "&lt;a href=\"../../x\"&gt;"),
        ("dots", "<rss xml:base=\"http://example.org/\"><channel><item><link>", "/.."),
        ("mail addresses", "<rss><channel><item><author>", "a-b.@"),
        ("domains", "<rss><channel><item><author>user@", "a-b."),
        ("dates", "<rss><channel><item>", "<pubDate>Mon, 99 Foo 2006 25:61:61 +9999</pubDate>"),
        ("categories", "<rss><channel><item>", "<category>a</category>"),
        ("open XHTML", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content type=\"xhtml\">", "<div>"),
        ("Atom in Atom", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content type=\"application/xml\">", "<entry><content>"),
        ("JSON arrays", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":", "["),
        ("JSON objects", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[", "{\"id\":"),
        ("JSON items", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[", "{},"),
        ("JSON names", "{", "\"a\":1,"),
        ("base64", "<feed><entry><content mode=\"base64\">", "QUJD"),
        ("prefixes of many", string.Concat(Enumerable.Range(0, 100).Select(i => $"<a xmlns:p{i}=\"u{i}\">")), "<z:b/>"),
        ("short links, long base", $"<rss xml:base=\"http://example.org/{new string('a', 900)}/\"><channel><item><description>", "&lt;a href=x&gt;"),
        ("items, long base", $"<rss xml:base=\"http://example.org/{new string('a', 900)}/\"><channel>", "<item><link>x</link></item>"),
        ("tags", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"tags\":[", "\"a\","),
        ("surrogates", "<rss><channel><title>", "&#xD800;"),
    ];
}
