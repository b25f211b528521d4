using SearchPlanet.Posts;

namespace SearchPlanet.Search;

/// <summary>One change of the archive, with what indexing needs of the post.</summary>
/// <param name="Sequence">The archive's sequence number of the change; rising from one update to the next.</param>
/// <param name="PostId">Whose change it is.</param>
/// <param name="Post">The post as it is now; null when it was removed.</param>
/// <param name="Content">Derived from <paramref name="Post"/> by <c>PostContentReader.Read</c>; null only when the post is.</param>
public sealed record PostUpdate(long Sequence, string PostId, Post? Post, PostContent? Content);
