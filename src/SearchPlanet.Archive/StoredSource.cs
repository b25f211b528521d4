using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>A row of <c>post_sources</c>.</summary>
/// <param name="Key">See <see cref="PostKeys.Source"/>.</param>
/// <param name="Fingerprint">Of all that this source last said of the post: equal means nothing to do.</param>
internal sealed record StoredSource(PostSource Source, long Key, long Fingerprint, long SeenAt);
