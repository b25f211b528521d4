namespace SearchPlanet.Feeds;

/// <summary>A person or an organisation; at least one of the parts is there.</summary>
/// <param name="Role"><c>podcast:person</c>'s role, in lower case (host, guest …); null elsewhere.</param>
public sealed record FeedPerson(string? Name, string? Email = null, string? Uri = null, string? Role = null);
