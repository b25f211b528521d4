using System.Globalization;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>Dates in HTTP headers, in all three forms of RFC 9110, 5.6.7.</summary>
public static class HttpDate
{
    private static readonly string[] Formats =
    [
        "r", // Sun, 06 Nov 1994 08:49:37 GMT
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'", // Sunday, 06-Nov-94 08:49:37 GMT
        "ddd MMM d HH:mm:ss yyyy", // Sun Nov  6 08:49:37 1994
    ];

    /// <returns>Null when it is none of the three.</returns>
    public static DateTimeOffset? Parse(string? value) =>
        DateTimeOffset.TryParseExact(
            value,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal,
            out var date)
            ? date
            : null;
}
