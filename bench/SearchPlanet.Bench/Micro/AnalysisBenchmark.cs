using BenchmarkDotNet.Attributes;
using SearchPlanet.Engine.Analysis;

namespace SearchPlanet.Bench.Micro;

/// <summary>What a kilobyte of developers' prose costs to cut and stem. Run: <c>-- micro --filter *Analysis*</c>.</summary>
[MemoryDiagnoser]
public class AnalysisBenchmark
{
    private static readonly string Text = string.Concat(Enumerable.Repeat(
        "Running migrations with manage.py migrate --fake-initial on Django 6.0, QuerySet.bulk_create() was faster than we expected. ", 8));

    private readonly TokenStream _standard = new StandardAnalyzer().CreateStream();
    private readonly TokenStream _developer = new DeveloperAnalyzer().CreateStream();

    [Benchmark(Baseline = true)]
    public int Standard() => Count(_standard);

    [Benchmark]
    public int Developer() => Count(_developer);

    private static int Count(TokenStream stream)
    {
        stream.Reset(Text.AsMemory());
        var count = 0;
        while (stream.IncrementToken())
        {
            count++;
        }

        return count;
    }
}
