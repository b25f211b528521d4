using System.ComponentModel.DataAnnotations;
using System.Net;

namespace SearchPlanet.Server.Configuration;

/// <summary>Who may ask how much; section <c>SearchPlanet:Http</c>.</summary>
internal sealed class HttpOptions : IValidatableObject
{
    /// <summary>Requests a minute for one client address, in bursts of as many. 0: no limit. Default 600.</summary>
    [Range(0, 1_000_000, ErrorMessage = "must be between 0 and 1000000")]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>
    /// Connections that one client address may have open at once; further ones are closed unanswered. 0: no limit. Default 256: a browser opens
    /// six, and people behind one address share it. Trusted proxies are not bounded.
    /// </summary>
    [Range(0, 1_000_000, ErrorMessage = "must be between 0 and 1000000")]
    public int MaxConnectionsPerAddress { get; set; } = 256;

    /// <summary>Whether the limits for one client address hold for this machine's own addresses too. Default false.</summary>
    public bool LimitLoopback { get; set; }

    /// <summary>Requests answered at once, whatever they wait for; further ones get 503. Default 1000.</summary>
    [Range(1, 100_000, ErrorMessage = "must be between 1 and 100000")]
    public int MaxRequests { get; set; } = 1000;

    /// <summary>Connections open at once; further ones are closed unanswered. Default 10000, or as many as the system's limit of open files allows.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be between 1 and 1000000")]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Addresses of the proxies whose <c>X-Forwarded-For</c> and <c>-Proto</c> are believed. Default none.</summary>
    public IList<string> TrustedProxies { get; set; } = [];

    /// <summary>A port of its own for <c>/metrics</c>. Null (default): <c>/metrics</c> answers this machine only.</summary>
    [Range(1, 65_535, ErrorMessage = "must be between 1 and 65535")]
    public int? ManagementPort { get; set; }

    /// <summary><see cref="TrustedProxies"/>, a single address as a network of one.</summary>
    public IReadOnlyList<IPNetwork> TrustedNetworks() =>
        [.. TrustedProxies.Select(proxy => IPAddress.TryParse(proxy, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : IPNetwork.Parse(proxy))];

    /// <summary>Rules that attributes cannot say.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from proxy in TrustedProxies
        where !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _)
        select new ValidationResult($"holds {proxy}, which is neither an address nor a network such as 10.0.0.0/8", [nameof(TrustedProxies)]);
}
