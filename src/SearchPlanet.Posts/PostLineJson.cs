using System.Text.Json.Serialization;

namespace SearchPlanet.Posts;

/// <summary>Reading and writing of <see cref="PostLine"/> without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PostLine))]
internal sealed partial class PostLineJson : JsonSerializerContext;
