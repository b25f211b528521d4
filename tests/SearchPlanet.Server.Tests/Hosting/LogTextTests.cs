using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Tests.Hosting;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("django orm", "django orm")]
    [InlineData("a\r\n12:00:00 ERR forged", "a\\u000D\\u000A12:00:00 ERR forged")]
    [InlineData("\e[2Jgone", "\\u001B[2Jgone")]
    [InlineData("\u202Egnp", "\\u202Egnp")]
    [InlineData("a\u2028b\u0085c", "a\\u2028b\\u0085c")]
    [InlineData("\U0001F40D snake", "\U0001F40D snake")]
    [InlineData("\U000E0041tag", "\\uDB40\\uDC41tag")]
    [InlineData("0123456789abcdef", "0123456789ab…")]
    public void Escape_LeavesNothingThatForgesALine(string text, string expected) => LogText.Escape(text, 12 + (text.Contains('9') ? 0 : 20)).ShouldBe(expected);

    [Fact]
    public void Escape_HalfAPair_IsANumber() => LogText.Escape("\ud83d!", 10).ShouldBe("\\uD83D!");
}
