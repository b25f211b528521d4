using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using SearchPlanet.Server.Api;

namespace SearchPlanet.Server.Tests.Api;

public sealed class SearchAddressTests
{
    [Theory]
    [InlineData("?limit=20&sort=newest&tag=orm&q=a+b", "/api/v1/search?q=a+b&tag=orm&sort=newest")]
    [InlineData("?-tag=x&tag=b&tag=a&planet=django", "/api/v1/search?tag=b&tag=a&-tag=x&planet=django")]
    [InlineData("?after=2024&before=2024-03&highlight=0&facets=year,tag", "/api/v1/search?after=2024-01-01&before=2024-03-01&facets=year%2Ctag&highlight=0")]
    [InlineData("?facets=none&q=C%2B%2B", "/api/v1/search?q=C%2B%2B&facets=none")]
    public void Of_AnyOrder_IsCanonicalAndReadsBackTheSame(string query, string canonical)
    {
        var request = Read(query);

        var address = SearchAddress.Of("/api/v1/search", request);

        address.ShouldBe(canonical);
        SearchAddress.Of("/api/v1/search", Read(address[address.IndexOf('?')..])).ShouldBe(canonical);
    }

    [Fact]
    public void Toggle_Twice_GivesTheSameSearch()
    {
        var request = Read("?q=x&tag=a&cursor=abc");
        foreach (var (dimension, value) in new[] { ("tag", "b"), ("kind", "link"), ("year", "2024"), ("version", "django:6.0") })
        {
            var once = SearchAddress.Toggle(request, dimension, value);

            once.Cursor.ShouldBeNull();
            SearchAddress.Of("/", once).ShouldNotBe(SearchAddress.Of("/", request with { Cursor = null }));
            SearchAddress.Of("/", SearchAddress.Toggle(once, dimension, value)).ShouldBe(SearchAddress.Of("/", request with { Cursor = null }));
        }
    }

    [Theory]
    [InlineData("?q=x")]
    [InlineData("?q=a%01b&tag=a&-tag=b&planet=p&limit=5&cursor=abc")]
    [InlineData("?tag=%01")]
    [InlineData("?-author=c&after=2024-01-01&before=2025-01-01&facets=year")]
    public void Toggles_AnyDimension_AreThoseOfOneAtATime(string query)
    {
        var request = Read(query);
        foreach (var dimension in SearchDimensions.Facets)
        {
            var toggle = SearchAddress.Toggles("/api/v1/search", request, dimension);
            foreach (var value in (string[])(dimension == "year" ? ["2024", "1999"] : ["a", "b", "c", "x y", "C++", "\u0001", "%01", "русский"]))
            {
                toggle(value).ShouldBe(SearchAddress.Of("/api/v1/search", SearchAddress.Toggle(request, dimension, value)), $"{dimension}: {value}");
            }
        }
    }

    private static SearchPlanet.Search.SearchRequest Read(string query) =>
        SearchParameters.Read(new ParameterReader(new QueryCollection(QueryHelpers.ParseQuery(query))));
}
