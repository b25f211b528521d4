namespace SearchPlanet.Server.Mcp;

/// <summary>Where the tools get their answers: the local index, or another server. Answers are the API's JSON.</summary>
internal interface IPostBackend
{
    /// <param name="query">A query string as <c>/api/v1/search</c> takes it.</param>
    Task<string> SearchAsync(string query, CancellationToken cancellationToken);

    Task<string> PostAsync(string id, CancellationToken cancellationToken);

    Task<string> SimilarAsync(string id, int limit, CancellationToken cancellationToken);

    /// <param name="query">A query string as <c>/api/v1/facets/{name}</c> takes it.</param>
    Task<string> FacetAsync(string name, string query, CancellationToken cancellationToken);

    Task<string> ExplainMissingAsync(string url, CancellationToken cancellationToken);
}
