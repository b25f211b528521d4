using SearchPlanet.Feeds;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>
/// <c>Author: Title</c>, as Planet Venus and its kin write every title of a river that names its blogs nowhere else. A colon in one title says
/// nothing (<c>Django: what's new in 6.0</c>); a colon in each of them is the river's convention.
/// </summary>
public static class PlanetTitle
{
    private const int MinEntries = 3;

    /// <summary>Entries looked at: a convention shows itself soon.</summary>
    private const int MaxEntries = 60;

    /// <summary>Blogs' names are short; a sentence before the colon is a title's own.</summary>
    private const int MaxNameLength = 80;

    /// <summary>Whether the river writes its titles so: no entry says by other means whose it is, and every title has a name before a colon.</summary>
    public static bool IsConventionOf(Feed river)
    {
        var titled = 0;
        foreach (var item in river.Items.Take(MaxEntries))
        {
            if (item.Authors.Count > 0 || item.Source is not null)
            {
                return false;
            }

            if (string.IsNullOrWhiteSpace(item.Title))
            {
                continue;
            }

            if (Colon(item.Title) < 0)
            {
                return false;
            }

            titled++;
        }

        return titled >= MinEntries;
    }

    private static int Colon(string title)
    {
        var colon = title.IndexOf(": ", StringComparison.Ordinal);
        return colon is > 0 and <= MaxNameLength && !string.IsNullOrWhiteSpace(title[(colon + 1)..]) ? colon : -1;
    }
}
