using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Ranking;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>Completes what is being typed: with the tags, authors and sources whose names begin so, with titles, and with words.</summary>
internal static class Completions
{
    /// <summary>Words that the one being typed is taken for, to find titles that hold any of them.</summary>
    private const int MaxBegun = 64;

    private static readonly (FacetDimension Dimension, CompletionKind Kind)[] Lists =
    [
        (FacetDimension.Tag, CompletionKind.Tag),
        (FacetDimension.Author, CompletionKind.Author),
        (FacetDimension.Source, CompletionKind.Source),
    ];

    /// <summary>Whose names complete.</summary>
    public static IEnumerable<FacetDimension> Dimensions => Lists.Select(static list => list.Dimension);

    /// <param name="index">Of this snapshot or one shortly before it: every count is of this one.</param>
    public static IReadOnlyList<Completion> Of(PostSnapshot snapshot, CompletionIndex index, string text, int count)
    {
        var typed = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (typed.Length == 0 || typed.Length > QueryLimits.Length)
        {
            return [];
        }

        // Typos count only when nothing is spelt so.
        var found = Find(snapshot, index, typed, count);
        return found.Count == 0 && Meant(index, typed) is { } meant && meant != typed ? Find(snapshot, index, meant, count) : found;
    }

    private static string Meant(CompletionIndex index, string typed) =>
        string.Join(' ', typed.Split(' ').Select(word => index.AllWords.Meant(CharacterFolding.Fold(word)) ?? word));

    private static List<Completion> Find(PostSnapshot snapshot, CompletionIndex index, string typed, int count)
    {
        var each = Math.Max(2, count / 3);
        var found = new List<Completion>();
        foreach (var (dimension, kind) in Lists)
        {
            found.AddRange(index.Names(dimension).Beginning(typed, each).Select(entry => new Completion(
                entry.Label, kind, QueryRenderer.Render(new QueryNode.Filter(dimension.Filter!.Value, [entry.Value.Replace('"', ' ')])), entry.Count)));
        }

        found.AddRange(Words(snapshot, index, typed, each));
        var titles = Titles(snapshot, index, typed, Math.Max(each, count - found.Count));
        return [.. found.OrderByDescending(c => Rank(c, typed)).Take(count - Math.Min(titles.Count, each)), .. titles.Take(Math.Max(each, count - found.Count))];
    }

    /// <summary>What the whole of a name begins with goes before what a word of it does, then the frequent before the rare.</summary>
    private static double Rank(Completion completion, string typed) =>
        (completion.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 1_000 : 0) + Math.Log(completion.Count + 1);

    /// <summary>A single word completed: of several, titles tell better how they go on.</summary>
    private static IEnumerable<Completion> Words(PostSnapshot snapshot, CompletionIndex index, string typed, int count)
    {
        var begun = CharacterFolding.Fold(typed);
        return typed.Contains(' ', StringComparison.Ordinal) || begun.Length < 2
            ? []
            : index.TitleWords.Beginning(begun, count + 1)
                .Where(word => word.Length > begun.Length)
                .Take(count)
                .Select(word => new Completion(word, CompletionKind.Term, word, snapshot.CountOf(word)))
                .Where(static completion => completion.Count > 0);
    }

    /// <summary>Titles that hold all of the words, the last perhaps only begun.</summary>
    private static List<Completion> Titles(PostSnapshot snapshot, CompletionIndex index, string typed, int count)
    {
        var terms = TextAnalysis.ExactTerms(typed);
        if (terms.IsEmpty || terms[^1].Length < 2)
        {
            return [];
        }

        var clauses = terms[..^1].Select(static term => new BooleanClause(new TermQuery(PostFields.Title, term), Occur.Must)).ToList();
        var begun = index.TitleWords.Beginning(terms[^1], MaxBegun).ToList();
        if (begun.Count == 0)
        {
            return [];
        }

        clauses.Add(new BooleanClause(new CombinedFieldsQuery([.. begun.Select(static term => new FieldTerm(new Term(PostFields.Title, term)))]), Occur.Must));
        return [.. snapshot.Searcher.Search(new BooleanQuery([.. clauses]), count).ScoreDocs
            .Select(hit => snapshot.SummaryOf(hit.Doc).Title).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(static title => new Completion(title, CompletionKind.Title, $"title:\"{title.Replace('"', ' ')}\"", 1))];
    }
}
