using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>A post with what the archive keeps beside it. The post's sources are those of <paramref name="Sources"/>, in the same order.</summary>
/// <param name="Text">Without its sketch, which is kept in <c>post_likeness</c> only.</param>
internal sealed record StoredPost(Post Post, long Sequence, bool IsRemoved, TextFingerprint Text, long BodySource, IReadOnlyList<StoredSource> Sources);
