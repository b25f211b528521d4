using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Tests.Configuration;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("tga", "tag")]
    [InlineData("auhtor", "author")]
    [InlineData("LIMIT", "limit")]
    [InlineData("sorts", "sort")]
    [InlineData("zzzzzz", null)]
    public void Find_Misspelt_GivesWhatWasMeant(string name, string? nearest) =>
        NearestName.Find(name, ["tag", "author", "limit", "sort", "source"]).ShouldBe(nearest);
}
