using System.Text.RegularExpressions;

namespace SearchPlanet.Server.Tests.Security;

/// <summary>What an operator is warned of stands in the table of events, with what to do.</summary>
public sealed partial class DocumentedEventsTests
{
    [Fact]
    public void Warnings_AndErrors_AreInTheTableOfEvents()
    {
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "operations.md"))
            .SkipWhile(line => line != "| event | level | do |").Skip(2).TakeWhile(line => line.StartsWith('|'))
            .SelectMany(row => Quoted().Matches(row.Split('|')[1]).Select(match => match.Groups["text"].Value.TrimEnd('…', ' ')))
            .ToList();
        var written = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Written().Matches(File.ReadAllText(file)).Select(match => match.Groups["text"].Value))
            .ToList();

        written.Count.ShouldBeGreaterThan(25);
        written.ShouldAllBe(text => documented.Exists(known => text.StartsWith(known, StringComparison.Ordinal)));
    }

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Quoted();

    // By the extension methods, the exception before the text, or by the attribute.
    [GeneratedRegex(
        """(?:Log(?:Warning|Error|Critical)\(\s*(?:[\w.!]+,\s*)?|LoggerMessage\(LogLevel\.(?:Warning|Error|Critical),\s*)"(?<text>[^"]+)""",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Written();
}
