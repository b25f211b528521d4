using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Pipeline;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

public sealed class PlanetTitleTests
{
    [Fact]
    public void IsConvention_EveryTitleHasAName_IsTrue() =>
        PlanetTitle.IsConventionOf(River("Ada Corn: Silos", "Real Grain: Django: what's new in 6.0", "B. Barley: Malt")).ShouldBeTrue();

    [Fact]
    public void IsConvention_OneTitleWithoutAName_IsFalse() =>
        PlanetTitle.IsConventionOf(River("Django: what's new in 6.0", "Python: what's new", "Silos")).ShouldBeFalse();

    [Fact]
    public void IsConvention_TwoEntries_AreTooFewToTell() =>
        PlanetTitle.IsConventionOf(River("Django: what's new in 6.0", "Python: what's new")).ShouldBeFalse();

    [Fact]
    public void IsConvention_EntriesThatNameTheirAuthor_IsFalse()
    {
        var river = River("Django: one", "Django: two", "Django: three");
        river = river with { Items = [.. river.Items.Select(item => item with { Authors = [new FeedPerson("Ada Corn")] })] };

        PlanetTitle.IsConventionOf(river).ShouldBeFalse();
    }

    private static Feed River(params string[] titles) => new() { Items = [.. titles.Select(title => new FeedItem { Title = title })] };
}
