using SearchPlanet.Archive;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>
/// Notices what an operator should look at: domains expire and are registered anew by others, and a feed that changes its title, host or
/// language overnight may have been sold.
/// </summary>
public static class FeedFlags
{
    /// <summary>Compares a feed before and after a check.</summary>
    /// <returns>What flipped, in plain words, after what was flagged before; null when nothing ever did.</returns>
    public static string? Describe(FeedRecord before, FeedRecord after)
    {
        // The first document fills in what the subscription did not know.
        if (before.LastSuccess is null)
        {
            return before.Flag;
        }

        var flips = new List<string>();
        if (HostOf(before.Url) is var oldHost && HostOf(after.Url) is var newHost && oldHost != newHost)
        {
            flips.Add($"the address moved from {oldHost} to {newHost}");
        }

        if (HostOf(before.SiteUrl) is { } oldSite && HostOf(after.SiteUrl) is { } newSite && oldSite != newSite)
        {
            flips.Add($"the site changed from {oldSite} to {newSite}");
        }

        if (Differ(before.Title, after.Title))
        {
            flips.Add($"the title changed from \"{before.Title}\" to \"{after.Title}\"");
        }
        // en and en-us are one language.
        if (Differ(before.Language?.Split('-', '_')[0], after.Language?.Split('-', '_')[0]))
        {
            flips.Add($"the language changed from {before.Language} to {after.Language}");
        }

        if (flips.Count == 0)
        {
            return before.Flag;
        }

        var flag = string.Join("; ", flips);
        return before.Flag is null || before.Flag.Contains(flag, StringComparison.Ordinal) ? flag : $"{before.Flag}; {flag}";
    }

    private static bool Differ(string? before, string? after) =>
        !string.IsNullOrWhiteSpace(before) && !string.IsNullOrWhiteSpace(after) && !before.Trim().Equals(after.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string? HostOf(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            return null;
        }

        var host = address.IdnHost.ToLowerInvariant();
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }
}
