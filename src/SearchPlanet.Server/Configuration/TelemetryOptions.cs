using System.ComponentModel.DataAnnotations;

namespace SearchPlanet.Server.Configuration;

/// <summary>Where measurements go besides <c>/metrics</c>; section <c>SearchPlanet:Telemetry</c>.</summary>
internal sealed class TelemetryOptions : IValidatableObject
{
    /// <summary>
    /// Address of an OpenTelemetry collector, such as <c>http://collector:4318</c>. Null (default): that of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>,
    /// and without one nothing is sent.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>Rules that attributes cannot say.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is not null && (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
        {
            yield return new ValidationResult("must be an http or https address", [nameof(Endpoint)]);
        }
    }
}
