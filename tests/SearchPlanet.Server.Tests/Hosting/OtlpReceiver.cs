using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SearchPlanet.Server.Tests.Hosting;

/// <summary>A collector on the loopback that takes OTLP over HTTP and keeps the spans, the names of metrics, and who told of them.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentDictionary<string, bool> _metrics = new();
    private readonly ConcurrentDictionary<string, string> _resource = new();
    private readonly WebApplication _app;

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/traces", context => TakeAsync(context, ReadSpans));
        _app.MapPost("/v1/metrics", context => TakeAsync(context, ReadMetrics));
    }

    public string Address => _app.Urls.First();

    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    public ICollection<string> Metrics => _metrics.Keys;

    /// <summary>The attributes of the resource, which must be the same for spans and metrics.</summary>
    public IReadOnlyDictionary<string, string> Resource => _resource;

    /// <summary>All bytes that came, to look for what must not be among them.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    public static async Task<OtlpReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, Action<byte[]> read)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Bodies.Enqueue(body.ToArray());
        context.Request.ContentType.ShouldBe("application/x-protobuf");
        ReadResource(body.ToArray());
        read(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }

    // opentelemetry/proto/collector/trace/v1: request{1: resource{2: scope{2: span{1: trace, 2: id, 4: parent, 5: name}}}}.
    private void ReadSpans(byte[] request)
    {
        foreach (var span in Fields(request, 1).SelectMany(resource => Fields(resource, 2)).SelectMany(scope => Fields(scope, 2)))
        {
            _spans.Enqueue(new OtlpSpan(
                Encoding.UTF8.GetString(Fields(span, 5).Single()),
                Convert.ToHexString(Fields(span, 1).Single()),
                Convert.ToHexString(Fields(span, 2).Single()),
                Convert.ToHexString(Fields(span, 4).SingleOrDefault([]))));
        }
    }

    // opentelemetry/proto/resource/v1: request{1: resource spans or metrics{1: resource{1: attribute{1: key, 2: value{1: text}}}}}.
    private void ReadResource(byte[] request)
    {
        foreach (var attribute in Fields(request, 1).SelectMany(told => Fields(told, 1)).SelectMany(resource => Fields(resource, 1)))
        {
            var value = Encoding.UTF8.GetString(Fields(attribute, 2).SelectMany(any => Fields(any, 1)).SingleOrDefault([]));
            _resource.GetOrAdd(Encoding.UTF8.GetString(Fields(attribute, 1).Single()), value).ShouldBe(value);
        }
    }

    // opentelemetry/proto/collector/metrics/v1: request{1: resource{2: scope{2: metric{1: name}}}}.
    private void ReadMetrics(byte[] request)
    {
        foreach (var metric in Fields(request, 1).SelectMany(resource => Fields(resource, 2)).SelectMany(scope => Fields(scope, 2)))
        {
            _metrics[Encoding.UTF8.GetString(Fields(metric, 1).Single())] = true;
        }
    }

    /// <summary>The length-delimited fields of a protobuf message that have a number.</summary>
    private static IEnumerable<byte[]> Fields(byte[] message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = ReadVarint(message, ref at);
            switch (key & 7)
            {
                case 0:
                    ReadVarint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)ReadVarint(message, ref at);
                    if (key >> 3 == (ulong)number)
                    {
                        yield return message[at..(at + length)];
                    }

                    at += length;
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    private static ulong ReadVarint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
