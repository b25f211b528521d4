using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using SearchPlanet.Search.QueryLanguage;

namespace SearchPlanet.Search.Tests.QueryLanguage;

/// <summary>What holds of every string.</summary>
public sealed class QueryParserPropertyTests
{
    /// <summary>Catches a parser that is not linear, on any machine; the 20 ms promised are measured in the bench.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(5);

    private static readonly string[] Pieces =
    [
        "a", "django", "select_related", "C++", "x1", "2024", "AND", "OR", "NOT", "or", "-", "--", "|", "||", "(", ")", "((", "))", "\"", "\"\"", "\u201c", "*", "~", "~2",
        " ", " ", " ", " ", ",", ".", ":", "::", "#", "[", "]", "\\", "/", "'", "tag:", "author:", "by:", "source:", "planet:", "site:", "kind:", "lang:", "title:",
        "code:", "has:code", "imports:", "after:", "before:", "date:", "2024-02", "2024-02-30", "..", ">", ">=", "<", "=", "last:", "30d", "django:", "6.0", "3.x",
        "pep:", "cve:", "sort:", "newest", "foo:", "https://x.org/?a=b", "\0", "\ud83d", "\ude00", "\ud83d\ude00", "\u05d0", "\u202e", "caf\u00e9", "\u3000", "\t",
    ];

    public static TheoryData<string> MustPass => new(
        "C++", "C#", ".NET", "f-string", "__init__", "select_related", "QuerySet.bulk_create", "manage.py migrate --fake", "-", "\"", "\"unclosed", "AND", "a AND -b",
        "((((", "a:(^", "tag:", "title:xz", "go", "\\", "*", "field: value", "https://wiki.x.org", ">>>", "devices usb-c adapter\"\"", new string('(', 10_000),
        "\ud83c\udf89", "\0", "\ud800", "\udc00\ud800", "\u05e9\u05dc\u05d5\u05dd", "\"a b\" \"c d\"", "'don't'", new string('"', 9_999), new string('-', 10_000),
        string.Concat(Enumerable.Repeat("a(", 5_000)), string.Concat(Enumerable.Repeat("NOT ", 3_000)), string.Concat(Enumerable.Repeat("tag:a,", 2_000)));

    [Theory]
    [MemberData(nameof(MustPass))]
    public void Parse_MustPassInput_EndsAndRoundTrips(string query)
    {
        QueryParser.Parse("warm \"up\" tag:x -(y OR z)");
        var watch = Stopwatch.StartNew();
        var parsed = QueryParser.Parse(query);
        watch.Elapsed.ShouldBeLessThan(Hang);
        ShouldRoundTrip(parsed);
    }

    [Fact]
    public void Parse_AnyMixOfPieces_RoundTrips()
    {
        var queries = Gen.Elements(Pieces).ListOf().Select(static pieces => string.Concat(pieces));
        Check(Prop.ForAll(queries.ToArbitrary(), static query => ShouldRoundTrip(QueryParser.Parse(query))), 8_000);
    }

    [Fact]
    public void Parse_AnyString_RoundTrips() =>
        Check(Prop.ForAll(ArbMap.Default.ArbFor<string?>(), static query => ShouldRoundTrip(QueryParser.Parse(query ?? ""))), 5_000);

    private static void ShouldRoundTrip(ParsedQuery parsed)
    {
        var again = QueryParser.Parse(parsed.Normalized);
        again.Normalized.ShouldBe(parsed.Normalized);
        QueryTreeText.Of(again.Root).ShouldBe(QueryTreeText.Of(parsed.Root));
        again.Sort.ShouldBe(parsed.Sort);
        parsed.Notes.ShouldAllBe(n => n.At >= 0 && n.At <= parsed.Raw.Length);
        QueryTree.Leaves(parsed.Root, includeNegated: true).Count().ShouldBeLessThanOrEqualTo(QueryLimits.Clauses);
    }

    /// <summary>A failure's message holds the seed to replay it with, and the smallest query found.</summary>
    private static void Check(Property property, int count) => property.Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithEndSize(40));
}
