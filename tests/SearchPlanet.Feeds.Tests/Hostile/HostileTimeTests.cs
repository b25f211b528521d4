namespace SearchPlanet.Feeds.Tests.Hostile;

/// <summary>Alone, because it measures the process's time: the clock would measure the machine's other work too.</summary>
[Collection(nameof(MeasuredCollection))]
public sealed class HostileTimeTests(ITestOutputHelper output)
{
    private const int TenKilobytes = 10 * 1024;
    private const int TwoMegabytes = 2 << 20;
    private static readonly FeedContext Somewhere = new() { Url = new Uri("http://example.org/feed") };

    [Fact]
    public void Parse_TenHostileKilobytes_TakesTwentyMilliseconds()
    {
        foreach ((var name, var body) in HostileDocuments.All(TenKilobytes))
        {
            // Once for the compiler.
            FeedParser.Parse(body, Somewhere);
            var best = Enumerable.Range(0, 3).Min(_ => Measure(body));
            output.WriteLine($"{name}: {best.TotalMilliseconds:F2} ms");
            best.ShouldBeLessThan(TimeSpan.FromMilliseconds(20), name);
        }
    }

    [Fact]
    public void Parse_TwoHostileMegabytes_TakesTimeInProportion()
    {
        foreach ((var name, var body) in HostileDocuments.All(TwoMegabytes))
        {
            var taken = Measure(body);
            output.WriteLine($"{name}: {taken.TotalMilliseconds:F0} ms");
            taken.ShouldBeLessThan(TimeSpan.FromSeconds(3), name);
        }
    }

    private static TimeSpan Measure(byte[] body)
    {
        var before = Environment.CpuUsage.TotalTime;
        FeedParser.Parse(body, Somewhere);
        return Environment.CpuUsage.TotalTime - before;
    }
}
