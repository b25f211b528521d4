namespace SearchPlanet.Server.Api.Contracts;

/// <summary>The sources in the index, the most prolific first.</summary>
internal sealed record SourcesAnswer(int Total, IReadOnlyList<SourceAnswer> Values, string? NextUrl, string IndexVersion);
