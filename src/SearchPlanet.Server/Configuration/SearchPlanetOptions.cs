using System.ComponentModel.DataAnnotations;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion;
using SearchPlanet.Search;

namespace SearchPlanet.Server.Configuration;

/// <summary>Everything that can be set; section <c>SearchPlanet</c> of <c>appsettings.json</c>, where each option is explained.</summary>
internal sealed class SearchPlanetOptions : IValidatableObject
{
    public const string Section = "SearchPlanet";

    /// <summary>Holds the archive, the index and the logs. Relative to the folder the program is started in.</summary>
    [Required(ErrorMessage = "must not be empty")]
    public string DataDirectory { get; set; } = "index-data";

    /// <summary>The address under which people reach the site, for links in feeds, sitemap and API.</summary>
    [Required(ErrorMessage = "must not be empty")]
    public string PublicUrl { get; set; } = "http://localhost:8080";

    /// <summary>Mail or web address of the operator, told to every site that is fetched from.</summary>
    public string? Contact { get; set; }

    public IList<PlanetOptions> Planets { get; set; } = [];

    public ArchiveOptions Archive { get; set; } = new();

    /// <summary>Empty (default): all of them.</summary>
    public IList<Role> Roles { get; set; } = [];

    public AdminOptions Admin { get; set; } = new();

    public WebhookOptions Webhooks { get; set; } = new();

    public IngestionOptions Ingestion { get; set; } = new();

    public SearchOptions Search { get; set; } = new();

    public HttpOptions Http { get; set; } = new();

    public LogOptions Log { get; set; } = new();

    public TelemetryOptions Telemetry { get; set; } = new();

    public string IndexDirectory => Path.Combine(DataDirectory, Search.IndexDirectory);

    public string LogDirectory => Path.Combine(DataDirectory, "logs");

    public PostIndexOptions PostIndex => new() { BufferMegabytes = Search.BufferMegabytes };

    public bool Has(Role role) => Roles.Count == 0 || Roles.Contains(role);

    /// <summary>Rules across keys.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return new ValidationResult("must be an http or https address", [nameof(PublicUrl)]);
        }

        if (Archive is { Provider: ArchiveProvider.Postgres, ConnectionString: null })
        {
            yield return new ValidationResult("is needed when Provider is Postgres", [nameof(Archive) + ":" + nameof(ArchiveOptions.ConnectionString)]);
        }

        if (Has(Role.Web) && !Has(Role.Search))
        {
            yield return new ValidationResult("the role web needs the role search in the same process", [nameof(Roles)]);
        }

        foreach (var repeated in Planets.GroupBy(planet => planet.Name).Where(group => group.Count() > 1))
        {
            yield return new ValidationResult($"two planets are named {repeated.Key}", [nameof(Planets)]);
        }

        foreach (var repeated in Webhooks.Users.GroupBy(user => user.Name).Where(group => group.Count() > 1))
        {
            yield return new ValidationResult($"two users are named {repeated.Key}", [nameof(Webhooks) + ":" + nameof(WebhookOptions.Users)]);
        }
    }
}
