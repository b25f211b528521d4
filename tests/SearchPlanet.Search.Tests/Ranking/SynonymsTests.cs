using SearchPlanet.Search.Ranking;

namespace SearchPlanet.Search.Tests.Ranking;

public sealed class SynonymsTests
{
    [Theory]
    [InlineData("DRF", "django rest framework")]
    [InlineData("Django REST Framework", "drf")]
    [InlineData("class-based views", "cbv")]
    [InlineData("pycharm", "pie charm")]
    public void Of_Member_HoldsTheOther(string words, string other) => Synonyms.Of(words).ShouldContain(other);

    [Theory]
    [InlineData("pie charm")]
    [InlineData("django migrations")]
    [InlineData("")]
    public void Of_OtherWords_IsEmpty(string words) => Synonyms.Of(words).ShouldBeEmpty();
}
