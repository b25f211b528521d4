using System.Text.RegularExpressions;

namespace SearchPlanet.Server.Tests.Security;

/// <summary>The tables of what is defended and survived name tests; each is there.</summary>
public sealed partial class DocumentedTestsTests
{
    private static readonly ILookup<string, string> _sources =
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests*.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileName(file).Split('.')[0], File.ReadAllText, StringComparer.Ordinal);

    [Theory]
    [InlineData("docs/security.md", 20)]
    [InlineData("docs/operations.md", 20)]
    public void Tests_NamedInTables_AreThere(string document, int atLeast)
    {
        var named = 0;
        foreach (var row in RowsOfTests(document))
        {
            var from = "";
            foreach (Match match in Name().Matches(row.Split('|')[^2]))
            {
                // `A.Method_Case_…`, and after it `…_OtherCase_…` or `Other_…` of the same class; a class alone stands for all of it.
                from = match.Groups["class"] is { Success: true, Value: var type } ? type : from;
                _sources.Contains(from).ShouldBeTrue($"{document}: {row}");
                _sources[from].ShouldContain(text => text.Contains(match.Groups["method"].Value, StringComparison.Ordinal), $"{document}: {match.Value}");
                named++;
            }
        }

        named.ShouldBeGreaterThan(atLeast);
    }

    // Of the tables whose last column is the tests.
    private static IEnumerable<string> RowsOfTests(string document) =>
        File.ReadLines(Path.Combine(Repository.Root, document))
            .SkipWhile(line => !line.EndsWith("| test |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));

    [GeneratedRegex(@"`(?:(?<class>[A-Z]\w*Tests)\b\.?)?…?(?<method>(?:[A-Z][a-z]\w*)?)…?`", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Name();
}
