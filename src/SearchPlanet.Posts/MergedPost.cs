namespace SearchPlanet.Posts;

/// <summary>A story after one more feed has had its say.</summary>
/// <param name="BodySource">The <see cref="PostKeys.Source"/> of whoever gave the body.</param>
public sealed record MergedPost(Post Post, long BodySource);
