namespace SearchPlanet.Archive;

/// <summary>A post's place in the archive's history, without the post.</summary>
public sealed record NewPost(long Sequence, string Id, DateTimeOffset FirstSeen);
