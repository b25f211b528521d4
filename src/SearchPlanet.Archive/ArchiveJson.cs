using System.Text.Json.Serialization;

namespace SearchPlanet.Archive;

/// <summary>Feeds are stored as JSON beside the few columns that are searched, so that a new field needs no migration.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(FeedRecord))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
