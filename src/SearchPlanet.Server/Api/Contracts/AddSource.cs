namespace SearchPlanet.Server.Api.Contracts;

/// <summary>The body of <c>POST /api/v1/sources</c>.</summary>
/// <param name="Url">A feed, or a page that points to one.</param>
/// <param name="Planet">Name of a configured planet; null for a blog of its own.</param>
/// <param name="Preview">Only look: answer what would be added.</param>
internal sealed record AddSource(string? Url, string? Planet = null, bool Preview = false);
