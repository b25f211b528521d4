namespace SearchPlanet.Server.Api.Contracts;

/// <summary>How many of a search's matches were published when; without gaps.</summary>
internal sealed record TrendsAnswer(string Query, string Interval, IReadOnlyList<SearchAnswer.Bucket> Buckets, string IndexVersion);
