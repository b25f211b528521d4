namespace SearchPlanet.Server.Api.Contracts;

/// <summary>Posts like one post, the most alike first.</summary>
internal sealed record SimilarAnswer(string Id, IReadOnlyList<HitAnswer> Hits, string IndexVersion);
