namespace SearchPlanet.Server.Api.Contracts;

/// <summary>Posts that link to one post, the newest first.</summary>
internal sealed record LinksAnswer(string Id, int Total, IReadOnlyList<HitAnswer> Hits, string IndexVersion);
