using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Search;
using SearchPlanet.Search.Results;
using SearchPlanet.Server.Cli;
using SearchPlanet.Server.Indexing;
using Spectre.Console;

namespace SearchPlanet.Server.Tests.Cli;

public sealed class SearchListingTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public void Show_OnANarrowTerminal_IndentsWhatWrapsAndBreaksNoAddress()
    {
        var lines = Show(Found() with { Url = "https://blog.example.org/an/address/longer/than/the/terminal/is/wide" }, width: 30);

        lines.Where(line => line.StartsWith("  http", StringComparison.Ordinal)).ShouldBe(["  https://blog.example.org/an/address/longer/than/the/terminal/is/wide"]);
        lines.Skip(1).TakeWhile(line => line.Length > 0).ShouldAllBe(line => line.StartsWith("  ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("- <mark>A</mark> -", "- A -")]
    [InlineData("+1 [for] <mark>Django</mark>", "+1 [for] Django")]
    [InlineData("&lt;b&gt; \u001b[31mred\r\nline", "<b>  [31mred line")]
    public void Show_Title_IsPrintedAsItIs(string html, string printed) => Show(Found() with { TitleHtml = html }, width: 80)[0].ShouldBe(printed);

    [Fact]
    public void Show_AuthorWhoseBlogHasHisName_IsNamedOnce()
    {
        var hit = Found();

        Show(hit with { Authors = [hit.Sources[0].Title] }, width: 200)[1].Split(hit.Sources[0].Title).Length.ShouldBe(2);
    }

    private static List<string> Show(Hit hit, int width)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        SearchListing.Show(new SearchResponse { Query = new QueryEcho("", "", [], null, null), Total = 1, Hits = [hit], Facets = new Dictionary<string, FacetResult>(), Histogram = [], IndexVersion = "" }, console);
        return [.. output.ToString().Split(Environment.NewLine).Select(line => line.TrimEnd())];
    }

    private Hit Found() => server.Services.GetRequiredService<LiveIndex>().Searcher.Search(new SearchRequest { Query = "migrations" }, TestContext.Current.CancellationToken).Hits[0];
}
