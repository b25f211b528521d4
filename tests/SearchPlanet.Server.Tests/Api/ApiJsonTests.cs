using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Search;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Tests.Api;

/// <summary>The short way to JSON against the serializer's own.</summary>
public sealed class ApiJsonTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("plain")]
    [InlineData("\"quotes\" \\ and </script> & <mark>")]
    [InlineData("русский 日本語 🪐 \u2028 \u007f \u0001 \r\n\t")]
    [InlineData("a lone \ud800 surrogate")]
    public void Bytes_AnyText_AreWhatTheSerializerWrites(string text)
    {
        var suggestions = new SuggestAnswer(text, [new SuggestAnswer.Suggested(text, "tag", text, 3, "/search?q=x")]);

        Encoding.UTF8.GetString(ApiJson.Bytes(suggestions, ApiJson.Default.SuggestAnswer)).ShouldBe(JsonSerializer.Serialize(suggestions, ApiJson.Shared.SuggestAnswer));
    }

    [Fact]
    public void Bytes_AWholeSearch_AreWhatTheSerializerWrites()
    {
        var request = new SearchRequest { Query = "migrations foo:bar", Explain = true, Facets = ["tag", "author", "source", "planet", "kind", "year", "version"] };
        var answer = SearchAnswer.Of(request, server.Services.GetRequiredService<LiveIndex>().Searcher.Search(request, TestContext.Current.CancellationToken), "/api/v1/search");

        foreach (var one in new[] { answer, answer with { Partial = true, Hits = [], Histogram = [] } })
        {
            Encoding.UTF8.GetString(ApiJson.Bytes(one, ApiJson.Default.SearchAnswer)).ShouldBe(JsonSerializer.Serialize(one, ApiJson.Shared.SearchAnswer));
        }
    }
}
