using System.Text.Json.Serialization;

namespace SearchPlanet.Posts;

/// <summary>A <see cref="PostSource"/> within a <see cref="PostLine"/>.</summary>
internal sealed record PostLineSource(string Id, string Title, string? Planet, string? Guid, string? Url, [property: JsonPropertyName("feed_url")] string? FeedUrl);
