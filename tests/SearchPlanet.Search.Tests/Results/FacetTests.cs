using SearchPlanet.Posts;
using SearchPlanet.Search.Results;
using static SearchPlanet.Search.Tests.PostFixture;

namespace SearchPlanet.Search.Tests.Results;

public sealed class FacetTests
{
    private static PostFixture Posts() => new(
        Post("a", "Safe migrations", "With Django 6.0 and Python 3.14.", "2025-12-01", "Adam Johnson", "django,orm", "adamj.eu", "django,python", language: "en"),
        Post("b", "Migrations and the ORM", "On Django 5.2, see PEP 810.", "2024-05-02", "Adam Johnson", "django,orm,sql", "adamj.eu", "django", language: "en"),
        Post("c", "Migrations in Python", "For Python 3.12.", "2023-01-10", "Ned", "python", "nedbatchelder.com", "python", language: "en"),
        Post("d", "Migrationen", "Migrations, und CVE-2024-27351.", "2023-02-10", "Simone", "sql", "simone.example", "", PostKind.Link, "de"));

    [Theory]
    [InlineData("tag", "django 2, orm 2, sql 2, python 1")]
    [InlineData("author", "Adam Johnson 2, Ned 1, Simone 1")]
    [InlineData("source", "The adamj.eu 2, The nedbatchelder.com 1, The simone.example 1")]
    [InlineData("planet", "django 2, python 2")]
    [InlineData("kind", "post 3, link 1")]
    [InlineData("lang", "en 3, de 1")]
    [InlineData("year", "2023 2, 2024 1, 2025 1")]
    [InlineData("version", "CVE-2024-27351 1, Django 5.2 1, Django 6.0 1, PEP 810 1, Python 3.12 1, Python 3.14 1")]
    public void Search_Facet_CountsEachStoryOnce(string facet, string counts)
    {
        using var posts = Posts();
        Counts(posts.Search(new SearchRequest { Query = "migrations", Facets = [facet] }).Facets[facet]).ShouldBe(counts);
    }

    /// <summary>What a dimension offers beside the chosen is what choosing it besides would find.</summary>
    [Theory]
    [InlineData("author", "Adam Johnson", "Adam Johnson 2, Ned 1, Simone 1")]
    [InlineData("kind", "link", "post 3, link 1")]
    [InlineData("planet", "django", "django 2, python 2")]
    [InlineData("lang", "de", "en 3, de 1")]
    [InlineData("source", "adamj.eu", "The adamj.eu 2, The nedbatchelder.com 1, The simone.example 1")]
    public void Search_ChosenValue_LeavesTheCountsOfItsOwnFacetAlone(string facet, string value, string counts)
    {
        using var posts = Posts();
        var one = posts.Search(With(facet, [value], []) with { Facets = [facet, "tag"] });
        Counts(one.Facets[facet]).ShouldBe(counts);
        one.Facets[facet].Values.Where(static v => v.Selected).ShouldHaveSingleItem().Value.ShouldBe(value, StringCompareShould.IgnoreCase);
        one.Facets["tag"].Values.Sum(static v => v.Count).ShouldBe(one.Hits.Sum(static h => h.Tags.Count));
        foreach (var other in one.Facets[facet].Values)
        {
            posts.Search(With(facet, [value, other.Value], [])).Total.ShouldBe(
                other.Selected ? one.Total : posts.Search(With(facet, [value], [])).Hits.Union(posts.Search(With(facet, [other.Value], [])).Hits, ById).Count());
        }
    }

    [Fact]
    public void Search_ChoicesInTwoFacets_EachCountsUnderTheOther()
    {
        using var posts = Posts();
        var response = posts.Search(new SearchRequest { Query = "author:adam author:ned planet:python date:2025", Facets = ["author", "planet", "year"] });
        response.Total.ShouldBe(1);
        Counts(response.Facets["author"]).ShouldBe("Adam Johnson 1");
        Counts(response.Facets["planet"]).ShouldBe("django 1, python 1");
        Counts(response.Facets["year"]).ShouldBe("2023 1, 2025 1");
    }

    [Theory]
    [InlineData("tag", "sql", "a c")]
    [InlineData("author", "Adam Johnson", "c d")]
    [InlineData("planet", "django", "c d")]
    [InlineData("kind", "link", "a b c")]
    [InlineData("lang", "en", "d")]
    [InlineData("source", "adamj.eu", "c d")]
    public void Search_ExcludedValue_IsInNoHitAndNoCount(string facet, string value, string ids)
    {
        using var posts = Posts();
        var response = posts.Search(With(facet, [], [value]) with { Facets = [facet] });
        string.Join(' ', response.Hits.Select(static h => h.Id).Order(StringComparer.Ordinal)).ShouldBe(ids);
        response.Facets[facet].Values.ShouldNotContain(v => v.Value == value);
        posts.Search($"migrations -{facet}:\"{value}\"").Total.ShouldBe(response.Total);
    }

    [Theory]
    [InlineData("tag", "o", "orm 2")]
    [InlineData("author", "joh", "Adam Johnson 2")]
    [InlineData("author", "ohn", "")]
    [InlineData("source", "the ned", "The nedbatchelder.com 1")]
    [InlineData("version", "django", "Django 5.2 1, Django 6.0 1")]
    [InlineData("version", "pep", "PEP 810 1")]
    public void FacetValues_Prefix_GivesTheNamesWithAWordThatBeginsSo(string facet, string prefix, string counts)
    {
        using var posts = Posts();
        Counts(posts.Searcher.FacetValues(facet, new SearchRequest { Query = "migrations" }, prefix, 10, TestContext.Current.CancellationToken)).ShouldBe(counts);
    }

    [Fact]
    public void FacetValues_MoreThanAskedFor_SaysHowMany()
    {
        using var posts = Posts();
        var facet = posts.Searcher.FacetValues("version", new SearchRequest { Query = "migrations" }, "p", 2, TestContext.Current.CancellationToken);
        (Counts(facet), facet.Other).ShouldBe(("PEP 810 1, Python 3.12 1", 1));
    }

    [Fact]
    public void FacetValues_WithinAChoice_IgnoresThatFacetsOwn()
    {
        using var posts = Posts();
        Counts(posts.Searcher.FacetValues("author", With("author", ["Adam Johnson"], []), "n", 10, TestContext.Current.CancellationToken)).ShouldBe("Ned 1");
    }

    [Theory]
    [InlineData("migrations", "2023-01 1, 2023-02 1, 2024-05 1, 2025-12 1")]
    [InlineData("migrations orm", "2024-05 1, 2025-12 1")]
    [InlineData("migrations tag:python", "2023-01 1")]
    [InlineData("migrations author:adam -tag:sql", "2025-12 1")]
    [InlineData("geese", "")]
    public void Trends_Query_CountsItsPostsByMonth(string query, string counts)
    {
        using var posts = Posts();
        var response = posts.Search(query);
        var trends = posts.Searcher.Trends(new SearchRequest { Query = query }, TrendInterval.Month, TestContext.Current.CancellationToken);
        string.Join(", ", trends.Where(static b => b.Count > 0).Select(static b => $"{b.From:yyyy-MM} {b.Count}")).ShouldBe(counts);
        response.Histogram.Sum(static b => b.Count).ShouldBe(response.Total);
        trends.Zip(trends.Skip(1)).ShouldAllBe(static pair => pair.First.To == pair.Second.From);
    }

    private static IEqualityComparer<Hit> ById { get; } = EqualityComparer<Hit>.Create(static (a, b) => a?.Id == b?.Id, static hit => hit.Id.GetHashCode(StringComparison.Ordinal));

    private static SearchRequest With(string facet, string[] include, string[] exclude) =>
        new() { Query = "migrations", Filters = new Dictionary<string, FieldFilter> { [facet] = new(include, exclude) } };

    private static string Counts(FacetResult facet) => string.Join(", ", facet.Values.Select(static v => $"{v.Label} {v.Count}"));
}
