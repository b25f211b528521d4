using System.ComponentModel.DataAnnotations;

namespace SearchPlanet.Ingestion;

/// <summary>How feeds are fetched. Section <c>SearchPlanet:Ingestion</c>.</summary>
public sealed class IngestionOptions
{
    private const string OutOfRange = "must be between {1} and {2}";

    /// <summary>Feeds fetched at the same time, each of another domain. Default 8.</summary>
    [Range(1, 256, ErrorMessage = OutOfRange)]
    public int Concurrency { get; set; } = 8;

    /// <summary>The most fetches begun in a second, so that a start with hundreds of overdue feeds does not thunder. Default 4.</summary>
    [Range(1, 1000, ErrorMessage = OutOfRange)]
    public int MaxStartsPerSecond { get; set; } = 4;

    /// <summary>The pause between two requests to one registrable domain. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan DomainPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The shortest time between two checks of a feed, however often it posts. Default 15 minutes; seconds are for servers of one's own.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest time between two checks of a feed in good health that asks for no longer one. Default a day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The shortest time between two checks of a feed whose server gives no validators, so that every check costs it the whole document. Default 4 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan UnconditionalInterval { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How long a permanent redirect must have pointed to the same place before the feed's address changes. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan MoveAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The largest document accepted, in bytes after decompression. Default 16 MiB.</summary>
    [Range(1024, 1 << 30, ErrorMessage = OutOfRange)]
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Redirects followed before giving up. Default 10.</summary>
    [Range(0, 50, ErrorMessage = OutOfRange)]
    public int MaxRedirects { get; set; } = 10;

    /// <summary>Time to resolve a name, connect and agree on TLS. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00", ErrorMessage = OutOfRange)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time from sending the request to the end of the response's headers, connecting included. Default 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00", ErrorMessage = OutOfRange)]
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time for the whole body. Default 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A body may stand still for this long, and afterwards must keep <see cref="MinBytesPerSecond"/>. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00", ErrorMessage = OutOfRange)]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The slowest body accepted, bytes a second on average; against servers that drip. Default 512.</summary>
    [Range(0, 1 << 20, ErrorMessage = OutOfRange)]
    public int MinBytesPerSecond { get; set; } = 512;

    /// <summary>
    /// Hosts that may be fetched although their address is private or loopback: <c>host</c> on the usual ports, <c>host:port</c>, or
    /// <c>host:*</c> on any port. Default none.
    /// </summary>
    public IList<string> AllowedPrivateHosts { get; } = [];

    /// <summary>Ports allowed besides 80, 443, 8080 and 8443. Default none.</summary>
    public IList<int> AllowedPorts { get; } = [];

    /// <summary>Whether the pages of older entries behind a feed are read too (RFC 5005, WordPress, Blogger). Default true.</summary>
    public bool Backfill { get; set; } = true;

    /// <summary>The most pages of older entries read of one feed. Default 200.</summary>
    [Range(1, 100_000, ErrorMessage = OutOfRange)]
    public int MaxBackfillPages { get; set; } = 200;

    /// <summary>
    /// Addresses of excerpt-only feeds whose articles are read at the source, as far as robots.txt allows: indexed, never shown but for a snippet. Default none.
    /// </summary>
    public IList<string> WholeArticles { get; } = [];

    /// <summary>Whether <c>podcast:transcript</c> files are read. Default true.</summary>
    public bool Transcripts { get; set; } = true;

    /// <summary>Whether feeds that name a hub are subscribed to there (WebSub), if <c>PublicUrl</c> is an address that hubs reach. Default true.</summary>
    public bool WebSub { get; set; } = true;

    /// <summary>How often the worker looks for feeds that have become due. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = OutOfRange)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a worker holds a feed; a dead worker's feeds come back after it. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(10);
}
