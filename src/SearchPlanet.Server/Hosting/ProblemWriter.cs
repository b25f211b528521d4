using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Hosting;

/// <summary>Writes failures as <c>application/problem+json</c> (RFC 9457), or as a page where a person is looking.</summary>
internal sealed class ProblemWriter(SearchPlanetOptions options)
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _base = options.PublicUrl.TrimEnd('/') + "/problems/";

    /// <summary>Whether the request comes from someone reading pages rather than from a program.</summary>
    public static bool WantsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>What finds a request in the log, and in traces where they are collected.</summary>
    public static string TraceOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    /// <summary>Sets what every answer that tells of a failure has, whatever it is written in.</summary>
    public static void Begin(HttpResponse response, Problem problem)
    {
        response.StatusCode = problem.Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.ETag = default;
        if (problem.MayPass && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = "1";
        }
    }

    /// <param name="extend">Writes further members of the problem object.</param>
    public Task WriteAsync(HttpContext context, Problem problem, string? detail = null, Action<Utf8JsonWriter>? extend = null)
    {
        var response = context.Response;
        Begin(response, problem);
        response.ContentType = "application/problem+json";
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            json.WriteString("type", _base + problem.Slug);
            json.WriteString("title", problem.Title);
            json.WriteNumber("status", problem.Status);
            json.WriteString("detail", detail ?? problem.Meaning);
            json.WriteString("instance", context.Request.Path.Value);
            extend?.Invoke(json);
            json.WriteString("trace_id", TraceOf(context));
            json.WriteEndObject();
        }

        response.ContentLength = buffer.WrittenCount;
        return response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>Every parameter that was wrong, each with the nearest known name.</summary>
    public Task WriteAsync(HttpContext context, IReadOnlyList<ParameterError> errors) =>
        WriteAsync(context, Problem.InvalidParameter, string.Join(' ', errors.Select(error => error.Message)), json =>
        {
            json.WriteStartArray("errors");
            foreach (var error in errors)
            {
                json.WriteStartObject();
                json.WriteString("parameter", error.Parameter);
                json.WriteString("code", error.Code);
                json.WriteString("message", error.Message);
                json.WriteString("nearest", error.Nearest);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
}
