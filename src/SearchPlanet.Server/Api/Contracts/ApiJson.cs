using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

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
    /// <summary>The context to use.</summary>
    public static ApiJson Shared { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
