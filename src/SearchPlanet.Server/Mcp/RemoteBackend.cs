namespace SearchPlanet.Server.Mcp;

/// <summary>Asks another server's API.</summary>
internal sealed class RemoteBackend(HttpClient client) : IPostBackend
{
    public Task<string> SearchAsync(string query, CancellationToken cancellationToken) => GetAsync("api/v1/search" + query, cancellationToken);

    public Task<string> PostAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"api/v1/posts/{Uri.EscapeDataString(id)}", cancellationToken);

    public Task<string> SimilarAsync(string id, int limit, CancellationToken cancellationToken) =>
        GetAsync($"api/v1/posts/{Uri.EscapeDataString(id)}/similar?limit={limit}", cancellationToken);

    public Task<string> FacetAsync(string name, string query, CancellationToken cancellationToken) =>
        GetAsync($"api/v1/facets/{Uri.EscapeDataString(name)}{query}", cancellationToken);

    public Task<string> ExplainMissingAsync(string url, CancellationToken cancellationToken) =>
        GetAsync("api/v1/explain-missing?url=" + Uri.EscapeDataString(url), cancellationToken);

    // A problem document says what was wrong better than an exception would, so it is handed on as the answer.
    private async Task<string> GetAsync(string address, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
