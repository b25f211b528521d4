using System.Globalization;
using System.Text;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

/// <summary>Writes feeds for tests.</summary>
internal static class FeedText
{
    /// <summary>An RSS 2.0 feed with these entries, newest first, an hour apart.</summary>
    public static string Rss(string title, params string[] entries) => Rss(title, new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(1), "", entries);

    /// <param name="extra">Elements of the channel.</param>
    public static string Rss(string title, DateTimeOffset newest, TimeSpan gap, string extra, params string[] entries)
    {
        var rss = new StringBuilder();
        rss.Append(CultureInfo.InvariantCulture, $"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{title}</title><link>https://blog.example/</link><language>en</language>{extra}");
        for (var i = 0; i < entries.Length; i++)
        {
            var slug = entries[i].ToLowerInvariant().Replace(' ', '-');
            rss.Append(
                CultureInfo.InvariantCulture,
                $"<item><title>{entries[i]}</title><link>https://blog.example/{slug}</link><guid>{slug}</guid><pubDate>{newest - (gap * i):r}</pubDate><description>&lt;p&gt;All about {entries[i]}, told in a few words of its own that no other entry has: {slug}.&lt;/p&gt;</description></item>");
        }

        return rss.Append("</channel></rss>").ToString();
    }
}
