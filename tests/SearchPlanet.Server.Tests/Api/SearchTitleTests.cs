using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using SearchPlanet.Server.Api;

namespace SearchPlanet.Server.Tests.Api;

public sealed class SearchTitleTests
{
    [Theory]
    [InlineData("", "All posts")]
    [InlineData("?q=migrations&tag=django&tag=orm", "“migrations” in posts tagged django and orm")]
    [InlineData("?kind=link&kind=quote&author=Jane+Doe", "Links and quotes by Jane Doe")]
    [InlineData("?planet=django&-source=example.org&-lang=de", "Posts on planet django without blog example.org without language de")]
    [InlineData("?after=2024&before=2025", "Posts in 2024")]
    [InlineData("?after=2024-12&before=2025-01", "Posts in December 2024")]
    [InlineData("?after=2024-01-01&before=2025-01-02", "Posts since 1 January 2024 before 2 January 2025")]
    [InlineData("?after=2024-02-29", "Posts since 29 February 2024")]
    // The ends of the calendar: there is no year after the last, and no day before the first.
    [InlineData("?after=9999-01-01&before=9999-06-01", "Posts since 1 January 9999 before 1 June 9999")]
    [InlineData("?after=9999-12-01&before=9999-12-05", "Posts since 1 December 9999 before 5 December 9999")]
    [InlineData("?before=0001-01-01", "Posts before 1 January 0001")]
    public void Of_Search_SaysItInWords(string query, string title) =>
        SearchTitle.Of(SearchParameters.Read(new ParameterReader(new QueryCollection(QueryHelpers.ParseQuery(query))))).ShouldBe(title);
}
