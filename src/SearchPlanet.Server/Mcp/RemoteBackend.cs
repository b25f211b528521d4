using System.Text.Json;
using ModelContextProtocol;

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

    private async Task<string> GetAsync(string address, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? body : throw new McpException(DetailOf(body) ?? $"The server answered with status {(int)response.StatusCode}.");
    }

    /// <summary>What a problem document (RFC 9457) says was wrong; null when it is none: a proxy may have answered.</summary>
    private static string? DetailOf(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return problem.RootElement.GetProperty("detail").GetString();
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
