using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SearchPlanet.Server.Api.Contracts;

/// <summary>The API's JSON, generated at build time. Snake case; characters stay readable, which <c>nosniff</c> makes safe.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(HitAnswer))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(PostAnswer))]
[JsonSerializable(typeof(SimilarAnswer))]
[JsonSerializable(typeof(LinksAnswer))]
[JsonSerializable(typeof(SuggestAnswer))]
[JsonSerializable(typeof(FacetSearchAnswer))]
[JsonSerializable(typeof(TrendsAnswer))]
[JsonSerializable(typeof(ListAnswer))]
[JsonSerializable(typeof(SourcesAnswer))]
[JsonSerializable(typeof(SourceAnswer))]
[JsonSerializable(typeof(SourceAnswer.FeedHealth))]
[JsonSerializable(typeof(MissingAnswer))]
[JsonSerializable(typeof(AddSource))]
[JsonSerializable(typeof(AcceptedAnswer))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(AuditAnswer.Change))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(AddWebhook))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(WebhooksAnswer))]
[JsonSerializable(typeof(WebhookPayload))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>A buffer that one large answer has made large is not kept.</summary>
    private const int MaxKeptBytes = 1024 * 1024;

    // Not validated, as in the serializer: what the generated writers write is well-formed.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The context to read with, and to write what is not an answer of its own.</summary>
    public static ApiJson Shared { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The value as UTF-8, as <see cref="Shared"/> would write it.</summary>
    /// <param name="type">Of <see cref="Default"/>: the serializer itself takes the writers generated for it only without an encoder, so they are called here.</param>
    public static byte[] Bytes<T>(T value, JsonTypeInfo<T> type)
    {
        var buffer = _buffer ?? new ArrayBufferWriter<byte>(64 * 1024);
        _buffer = null;
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            type.SerializeHandler!(json, value);
        }

        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= MaxKeptBytes)
        {
            buffer.ResetWrittenCount();
            _buffer = buffer;
        }

        return bytes;
    }
}
