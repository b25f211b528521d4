using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SearchPlanet.Ingestion;
using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Indexing;
using SearchPlanet.Server.Webhooks;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Sends metrics and traces to an OpenTelemetry collector while the server runs. What the settings leave open, sampling and headers among it,
/// OpenTelemetry's own environment variables (<c>OTEL_…</c>) say.
/// </summary>
internal sealed class TelemetryExport(SearchPlanetOptions options) : IHostedService, IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <summary>Whether a collector is named.</summary>
    public static bool IsConfigured(SearchPlanetOptions options) =>
        options.Telemetry.Endpoint is not null || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EndpointVariable));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(
            "searchplanet", serviceVersion: typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}");
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", SearchTracing.SourceName, IngestionTelemetry.SourceName, IndexFollower.SourceName)
            .AddOtlpExporter(exporter => Direct(exporter, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Metrics.MeterName, IngestionTelemetry.SourceName, WebhookTelemetry.SourceName)
            .AddOtlpExporter(exporter => Direct(exporter, "v1/metrics"))
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        (_traces, _metrics) = (null, null);
    }

    private void Direct(OtlpExporterOptions exporter, string path)
    {
        // The protocol that the specification names as the default; the package's own is gRPC.
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ProtocolVariable)))
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        }

        if (options.Telemetry.Endpoint is { } endpoint)
        {
            exporter.Endpoint = new Uri(exporter.Protocol == OtlpExportProtocol.HttpProtobuf ? $"{endpoint.TrimEnd('/')}/{path}" : endpoint);
        }
    }
}
