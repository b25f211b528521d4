using Microsoft.Extensions.Configuration;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Tests.Configuration;

public sealed class StrictBinderTests
{
    [Fact]
    public void Bind_ShippedFile_NamesTheFourPlanets()
    {
        var options = StrictBinder.Bind(ConfigurationLoader.Load(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), new Dictionary<string, string?>()));

        options.Planets.Select(planet => planet.Name).ShouldBe(["python", "django", "plone", "twisted"]);
        options.DataDirectory.ShouldBe("index-data");
        options.Has(Role.Ingest).ShouldBeTrue();
    }

    [Theory]
    [InlineData("SearchPlanet:DataDirectry", "x", "SearchPlanet:DataDirectry", "DataDirectory")]
    [InlineData("SearchPlanet:Search:TimeotMs", "5", "SearchPlanet:Search:TimeotMs", "TimeoutMs")]
    [InlineData("SearchPlanet:Planets:0:Feed:0", "x", "SearchPlanet:Planets:0:Feed", "Feeds")]
    public void Bind_UnknownKey_NamesItAndTheNearest(string key, string value, string named, string nearest)
    {
        var error = Fail((key, value), ("SearchPlanet:Planets:0:Name", "django"));

        error.ShouldContain(named + " ");
        error.ShouldContain($"Did you mean {nearest}?");
    }

    [Theory]
    [InlineData("SearchPlanet:Search:TimeoutMs", "soon", "a number")]
    [InlineData("SearchPlanet:Search:TimeoutMs", "1", "between 50 and 60000")]
    [InlineData("SearchPlanet:Archive:Provider", "MySql", "Sqlite, Postgres")]
    [InlineData("SearchPlanet:Archive:Provider", "Postgres", "ConnectionString")]
    [InlineData("SearchPlanet:Roles:0", "web", "needs the role search")]
    [InlineData("SearchPlanet:Admin:Key", "short", "16 characters")]
    [InlineData("SearchPlanet:PublicUrl", "search.example.org", "http or https")]
    [InlineData("SearchPlanet:Ingestion:DomainPause", "2 seconds", "00:00:30")]
    [InlineData("SearchPlanet:Http:LimitLoopback", "yes", "true or false")]
    [InlineData("SearchPlanet:Search", "fast", "is a section")]
    [InlineData("SearchPlanet:Roles", "ingest, search", "is a list: set SearchPlanet:Roles:0, SearchPlanet:Roles:1 and so on")]
    public void Bind_WrongValue_NamesTheKeyAndWhatWouldDo(string key, string value, string says)
    {
        var error = Fail((key, value));

        error.ShouldContain(key.Split(':')[1]);
        error.ShouldContain(says);
    }

    [Fact]
    public void Bind_Lists_AreReadInOrder()
    {
        var options = Bind(("SearchPlanet:Roles:0", "search"), ("SearchPlanet:Roles:1", "Web"), ("SearchPlanet:Ingestion:AllowedPrivateHosts:0", "localhost:*"));

        options.Roles.ShouldBe([Role.Search, Role.Web]);
        options.Ingestion.AllowedPrivateHosts.ShouldBe(["localhost:*"]);
        options.Has(Role.Ingest).ShouldBeFalse();
    }

    private static string Fail(params (string Key, string Value)[] settings) =>
        Should.Throw<ConfigurationException>(() => Bind(settings)).Message;

    private static SearchPlanetOptions Bind(params (string Key, string Value)[] settings) =>
        StrictBinder.Bind(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build());
}
