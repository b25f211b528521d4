using System.Globalization;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>How long an answer stays fresh, by RFC 9111: the least time until it is asked for again.</summary>
public static class CacheControl
{
    /// <param name="headers">Of the answer, names in lower case.</param>
    /// <returns><c>max-age</c>, else <c>Expires</c> less <c>Date</c>, both less <c>Age</c>; null when the server says nothing or that it may change at any time.</returns>
    public static TimeSpan? Freshness(IReadOnlyDictionary<string, string> headers)
    {
        TimeSpan? lifetime = null;
        var isSaid = false;
        foreach (var directive in (headers.GetValueOrDefault("cache-control") ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            var (name, value) = directive.IndexOf('=') is > 0 and var at ? (directive[..at].TrimEnd(), directive[(at + 1)..].Trim(' ', '"')) : (directive, "");
            if (name.Equals("no-cache", StringComparison.OrdinalIgnoreCase) || name.Equals("no-store", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            if (!name.Equals("max-age", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            // A max-age that cannot be read is to be taken as stale (4.2.1), and Expires has no say beside it (5.3).
            isSaid = true;
            lifetime = Seconds(value);
        }

        if (!isSaid && HttpDate.Parse(headers.GetValueOrDefault("expires")) is { } expires && HttpDate.Parse(headers.GetValueOrDefault("date")) is { } date)
        {
            lifetime = expires - date;
        }

        lifetime -= Seconds(headers.GetValueOrDefault("age") ?? "") ?? TimeSpan.Zero;
        return lifetime > TimeSpan.Zero ? lifetime : null;
    }

    /// <summary>A number of seconds as headers have it (RFC 9111, 1.2.2), however large.</summary>
    /// <returns>At most 2³¹ seconds; null when it is no number.</returns>
    internal static TimeSpan? Seconds(string value)
    {
        if (value.Length == 0 || !value.All(char.IsAsciiDigit))
        {
            return null;
        }

        return TimeSpan.FromSeconds(long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, int.MaxValue) : int.MaxValue);
    }
}
