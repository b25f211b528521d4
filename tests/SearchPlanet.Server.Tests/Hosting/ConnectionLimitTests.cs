using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Tests.Hosting;

public sealed class ConnectionLimitTests
{
    [Theory]
    [InlineData(10_000, null, 10_000)]
    [InlineData(10_000, 1_048_576, 10_000)]
    [InlineData(10_000, 4096, 3584)]
    [InlineData(100, 4096, 100)]
    [InlineData(10_000, 256, 16)]
    public void Within_OpenFiles_LeavesRoomForTheRest(int wanted, int? openFiles, int expected) => ConnectionLimit.Within(wanted, openFiles).ShouldBe(expected);
}
