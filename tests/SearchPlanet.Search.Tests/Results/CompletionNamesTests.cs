using FsCheck;
using FsCheck.Fluent;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Search.Tests.Results;

public sealed class CompletionNamesTests
{
    [Fact]
    public void Beginning_AnyNames_AreThoseThatALookAtEachFinds()
    {
        var names = Gen.Elements("ab", "Ba", "b", "C++", ".net", "a-b", "é").ArrayOf(3).Select(static words => string.Join(' ', words));
        var entries = Gen.Zip(names, names).ArrayOf(12).Select(static all => all.Select(static (n, i) => new ListEntry(n.Item1, n.Item2, 100 - i, null)).ToList());
        var typed = Gen.Elements("a", "b", "BA", "c", "c+", ".n", "net", "ab b", "é", "x");
        Prop.ForAll(entries.ToArbitrary(), typed.ToArbitrary(), Gen.Choose(1, 5).ToArbitrary(), static (entries, typed, count) =>
        {
            var wanted = entries
                .Where(e => WordStart.Has(e.Label, typed) || WordStart.Has(e.Value, typed))
                .OrderByDescending(e => e.Label.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Take(count);
            new CompletionNames(entries).Beginning(typed, count).ShouldBe(wanted);
        }).QuickCheckThrowOnFailure();
    }
}
