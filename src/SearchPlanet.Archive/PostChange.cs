using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>One step of the archive's history, for those who tail it.</summary>
/// <param name="Sequence">Above zero, rising; one a change, with gaps.</param>
/// <param name="PostId">Whose change it is.</param>
/// <param name="Post">The post as it is now; null when it was removed.</param>
public sealed record PostChange(long Sequence, string PostId, Post? Post);
