namespace SearchPlanet.Posts;

/// <summary>One way by which a post reached us.</summary>
/// <param name="Id">The source's stable id: see <c>SourceIdentity</c>; <c>adamj.eu</c>, say.</param>
/// <param name="Title">The blog's name, for people.</param>
/// <param name="Planet">Name of the planet that carried it, <c>django</c>, say; null when read at the blog itself.</param>
/// <param name="Guid">The entry's id within its feed, verbatim; null when it had none.</param>
/// <param name="Url">The link this way gave, verbatim.</param>
/// <param name="FeedUrl">The feed it came in; null for imported files.</param>
public sealed record PostSource(string Id, string Title, string? Planet, string? Guid, string? Url, string? FeedUrl);
