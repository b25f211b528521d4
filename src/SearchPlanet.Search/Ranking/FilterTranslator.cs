using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Posts;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Ranking;

/// <summary>Turns filters into queries over values and columns. For one snapshot.</summary>
internal sealed class FilterTranslator(DirectoryReader reader, DateOnly today)
{
    private static readonly MatchNoDocsQuery Nothing = new("no such value");

    /// <summary>The query of a filter node; null for nodes of text and structure.</summary>
    public Query? Translate(QueryNode node) => node switch
    {
        QueryNode.Filter filter => Any(filter.Values.Select(value => ValueQuery(filter.Field, value))),
        QueryNode.HasCode => new TermQuery(PostFields.Has, PostFields.HasCode),
        QueryNode.After after => Days(after.Day, null),
        QueryNode.Before before => Days(null, before.Day),
        QueryNode.Last last => Days(last.Since(today), null),
        QueryNode.Published published => Any(published.Periods.Select(static p => Days(p.From, p.To))),
        QueryNode.Mentions mentions => MentionsQuery(mentions),
        _ => null,
    };

    /// <summary>Posts with a value of a field as an operator names it.</summary>
    public Query ValueQuery(FilterField field, string value) => field switch
    {
        FilterField.Tag => new TermQuery(PostFields.Tag, TagFolding.Fold(value) is { Length: > 0 } tag ? tag : value),
        FilterField.Author => Any([new TermQuery(PostFields.AuthorKey, value.ToLowerInvariant()), TextAnalysis.ExactPhrase(PostFields.AuthorText, value) ?? Nothing]),
        FilterField.Source => Any([new TermQuery(PostFields.Source, value), new TermQuery(PostFields.SourceTitle, value)]),
        FilterField.Planet => new TermQuery(PostFields.Planet, value),
        FilterField.Site => new TermQuery(PostFields.Site, value.StartsWith("www.", StringComparison.Ordinal) ? value[4..] : value),
        FilterField.Kind => new TermQuery(PostFields.Kind, value),
        FilterField.Lang => AnyValue(PostFields.Language, language => language == value || language.StartsWith(value + "-", StringComparison.Ordinal)),
        _ => new TermQuery(PostFields.Imports, value),
    };

    /// <summary>Posts with a value as a facet shows it: a name that exists is that name and no longer one.</summary>
    public Query FacetValueQuery(FilterField field, string value) =>
        field == FilterField.Author && reader.DocFreq(PostFields.AuthorKey, value.ToLowerInvariant()) > 0
            ? new TermQuery(PostFields.AuthorKey, value.ToLowerInvariant())
            : ValueQuery(field, field == FilterField.Author ? value : value.ToLowerInvariant());

    /// <summary>Posts published on a day from the first up to, not including, the second; null is open.</summary>
    public static Query Days(DateOnly? from, DateOnly? to) =>
        // Day 0 is what a post without a date reads as.
        new NumericRangeQuery(PostFields.Day, Math.Max(1, from?.DayNumber ?? 1), (to?.DayNumber ?? int.MaxValue) - 1L);

    private static Query Any(IEnumerable<Query> queries) => queries.ToList() is [var only] ? only : BooleanQuery.Any(queries);

    private Query MentionsQuery(QueryNode.Mentions mentions) => AnyValue(PostFields.Version, value =>
        value.StartsWith(mentions.Family, StringComparison.Ordinal) && value.Length > mentions.Family.Length && value[mentions.Family.Length] == ':'
        && VersionNumber.TryParse(value.AsSpan(mentions.Family.Length + 1), out var version)
        && mentions.Ranges.Any(range => range.Contains(version)));

    /// <summary>Posts with any of a column's values that pass a test.</summary>
    private Query AnyValue(string field, Predicate<string> isWanted)
    {
        var values = reader.Values(field).Where(value => isWanted(value)).ToImmutableArray();
        return values.Length switch
        {
            0 => Nothing,
            1 => new TermQuery(field, values[0]),
            _ => new DocValuesTermsQuery(field, values),
        };
    }
}
