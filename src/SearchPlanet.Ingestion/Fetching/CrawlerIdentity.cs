using System.Globalization;
using System.Text;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>Who we say we are to the sites that we read.</summary>
/// <param name="PublicUrl">Where this planet can be seen; null when nowhere.</param>
/// <param name="Contact">An address of the operator, for site owners; null when not given.</param>
public sealed record CrawlerIdentity(string? PublicUrl, string? Contact)
{
    /// <summary>The name by which <c>robots.txt</c> addresses us.</summary>
    public const string Token = "SearchPlanet";

    private static readonly string Version = typeof(CrawlerIdentity).Assembly.GetName().Version!.ToString(2);

    /// <summary>The <c>User-Agent</c>: <c>SearchPlanet/0.1 (+https://planet.example; ops@planet.example; 567 feeds)</c>.</summary>
    /// <param name="feeds">Subscriptions; below 1 when not known.</param>
    public string UserAgent(int feeds)
    {
        var notes = new List<string>();
        if (!string.IsNullOrWhiteSpace(PublicUrl))
        {
            notes.Add("+" + Clean(PublicUrl));
        }

        if (!string.IsNullOrWhiteSpace(Contact))
        {
            notes.Add(Clean(Contact));
        }

        if (feeds > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{feeds} feed{(feeds == 1 ? "" : "s")}"));
        }

        return notes.Count == 0 ? $"{Token}/{Version}" : $"{Token}/{Version} ({string.Join("; ", notes)})";
    }

    // What would end the comment, the header or the bytes that a header may hold.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            if (c is > ' ' and < '\x7f' and not ('(' or ')' or ';' or '\\') or ' ')
            {
                clean.Append(c);
            }
        }

        return clean.ToString();
    }
}
