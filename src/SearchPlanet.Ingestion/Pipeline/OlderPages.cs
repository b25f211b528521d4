using System.Globalization;
using SearchPlanet.Feeds;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Knows where the entries are that a feed's document no longer holds. Pure.</summary>
/// <remarks>
/// Feeds that say it themselves are believed (RFC 5005; JSON Feed's <c>next_url</c>). The two programs that write most blogs take a page in
/// the query: WordPress <c>paged</c>, Blogger <c>start-index</c>.
/// </remarks>
public static class OlderPages
{
    /// <summary>The page with the entries before those of a document.</summary>
    /// <param name="url">Where the document was fetched from.</param>
    /// <returns>Null when there is none, or none is known.</returns>
    public static Uri? Next(Uri url, Feed document)
    {
        if (document.IsComplete || document.Items.Count == 0)
        {
            return null;
        }

        if ((document.PreviousArchive ?? document.NextPage) is { } stated)
        {
            return Uri.TryCreate(url, stated, out var next) && next != url ? next : null;
        }

        var generator = document.Generator ?? "";
        if (generator.Contains("wordpress", StringComparison.OrdinalIgnoreCase))
        {
            return Page(url, "paged", 2, 1);
        }

        return generator.Contains("blogger", StringComparison.OrdinalIgnoreCase) ? Page(url, "start-index", document.Items.Count + 1, document.Items.Count) : null;
    }

    /// <summary>Counts on the query's parameter, or adds it.</summary>
    private static Uri Page(Uri url, string name, int first, int step)
    {
        var parameters = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).ToList();
        var at = parameters.FindIndex(parameter => parameter.StartsWith(name + "=", StringComparison.Ordinal));
        if (at < 0)
        {
            parameters.Add(Parameter(first));
        }
        else
        {
            var isNumber = int.TryParse(parameters[at].AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var current);
            parameters[at] = Parameter(isNumber && current < int.MaxValue - step ? current + step : first);
        }

        return new UriBuilder(url) { Query = string.Join('&', parameters) }.Uri;

        string Parameter(int value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value}");
    }
}
