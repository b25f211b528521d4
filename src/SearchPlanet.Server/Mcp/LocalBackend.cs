using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using ModelContextProtocol;
using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Search;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Api.Contracts;

namespace SearchPlanet.Server.Mcp;

/// <summary>Reads the local index and archive, beside a running server too.</summary>
internal sealed class LocalBackend(PostSearcher searcher, IArchive archive) : IPostBackend
{
    private const string SearchPath = "/api/v1/search";

    public Task<string> SearchAsync(string query, CancellationToken cancellationToken)
    {
        searcher.MaybeRefresh();
        var request = Read(query, SearchParameters.Read);
        return Task.FromResult(JsonSerializer.Serialize(
            SearchAnswer.Of(request, searcher.Search(request, cancellationToken), SearchPath), ApiJson.Shared.SearchAnswer));
    }

    public async Task<string> PostAsync(string id, CancellationToken cancellationToken)
    {
        var hit = Hit(id);
        var post = await archive.GetPostAsync(id, cancellationToken) ?? throw new McpException($"There is no post {id}.");
        return JsonSerializer.Serialize(PostAnswer.Of(hit, post, PostContentReader.Read(post)), ApiJson.Shared.PostAnswer);
    }

    public Task<string> SimilarAsync(string id, int limit, CancellationToken cancellationToken)
    {
        Hit(id);
        var hits = searcher.Similar(id, limit, cancellationToken);
        return Task.FromResult(JsonSerializer.Serialize(
            new SimilarAnswer(id, [.. hits.Select(HitAnswer.Of)], searcher.IndexVersion), ApiJson.Shared.SimilarAnswer));
    }

    public Task<string> FacetAsync(string name, string query, CancellationToken cancellationToken)
    {
        if (!SearchDimensions.Facets.Contains(name))
        {
            throw new McpException($"There is no facet {name}; there are {string.Join(", ", SearchDimensions.Facets)}.");
        }

        searcher.MaybeRefresh();
        string? prefix = null;
        var limit = 0;
        var request = Read(query, reader =>
        {
            (prefix, limit) = (reader.Text("prefix", 64), reader.Number("limit", 50, 1, 1000));
            return SearchParameters.ReadMatch(reader);
        });
        var values = FacetAnswer.Of(name, searcher.FacetValues(name, request, prefix, limit, cancellationToken), request, SearchPath);
        return Task.FromResult(JsonSerializer.Serialize(
            new FacetSearchAnswer(name, prefix, values.Values, values.Other, searcher.IndexVersion), ApiJson.Shared.FacetSearchAnswer));
    }

    public async Task<string> ExplainMissingAsync(string url, CancellationToken cancellationToken)
    {
        if (!MissingExplainer.IsAddress(url))
        {
            throw new McpException("url must be an http or https address.");
        }

        searcher.MaybeRefresh();
        var answer = await new MissingExplainer(archive, () => searcher).ExplainAsync(url, cancellationToken);
        return JsonSerializer.Serialize(answer, ApiJson.Shared.MissingAnswer);
    }

    private Search.Results.Hit Hit(string id)
    {
        searcher.MaybeRefresh();
        return searcher.Get(id) ?? throw new McpException($"There is no post {id}.");
    }

    private static SearchRequest Read(string query, Func<ParameterReader, SearchRequest> read)
    {
        var reader = new ParameterReader(new QueryCollection(QueryHelpers.ParseQuery(query)));
        var request = read(reader);
        return reader.Finish() is { Count: > 0 } errors ? throw new McpException(string.Join(' ', errors.Select(error => error.Message))) : request;
    }
}
