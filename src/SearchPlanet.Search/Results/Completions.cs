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
    private static readonly (string Dimension, CompletionKind Kind, FilterField Field)[] Lists =
    [
        ("tag", CompletionKind.Tag, FilterField.Tag),
        ("author", CompletionKind.Author, FilterField.Author),
        ("source", CompletionKind.Source, FilterField.Source),
    ];

    public static IReadOnlyList<Completion> Of(PostSnapshot snapshot, string text, int count)
    {
        var typed = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (typed.Length == 0 || typed.Length > QueryLimits.Length)
        {
            return [];
        }

        var found = Find(snapshot, typed, count);
        var words = typed.Split(' ').Select(static w => (QueryNode)new QueryNode.Word(w, TextField.All));
        // Typos count only when nothing is spelt so.
        return found.Count == 0 && Spelling.Corrected(snapshot, QueryTree.All(words)) is { } corrected
            ? Find(snapshot, string.Join(' ', QueryTree.Leaves(corrected, includeNegated: false).Cast<QueryNode.Word>().Select(static w => w.Text)), count)
            : found;
    }

    private static List<Completion> Find(PostSnapshot snapshot, string typed, int count)
    {
        var each = Math.Max(2, count / 3);
        var found = new List<Completion>();
        foreach (var (dimension, kind, field) in Lists)
        {
            found.AddRange(Values(snapshot, FacetDimension.Of(dimension), kind, field, typed).Take(each));
        }

        found.AddRange(Terms(snapshot, typed).Take(each));
        var titles = Titles(snapshot, typed, Math.Max(each, count - found.Count));
        return [.. found.OrderByDescending(c => Rank(c, typed)).Take(count - Math.Min(titles.Count, each)), .. titles.Take(Math.Max(each, count - found.Count))];
    }

    /// <summary>What the whole of a name begins with goes before what a word of it does, then the frequent before the rare.</summary>
    private static double Rank(Completion completion, string typed) =>
        (completion.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 1_000 : 0) + Math.Log(completion.Count + 1);

    private static IEnumerable<Completion> Values(PostSnapshot snapshot, FacetDimension dimension, CompletionKind kind, FilterField field, string typed) =>
        snapshot.List(dimension)
            .Where(entry => WordStart.Has(entry.Label, typed) || WordStart.Has(entry.Value, typed))
            .OrderByDescending(entry => entry.Label.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(entry => new Completion(entry.Label, kind, QueryRenderer.Render(new QueryNode.Filter(field, [entry.Value.Replace('"', ' ')])), entry.Count));

    /// <summary>The last word completed; what stands before it stays.</summary>
    private static IEnumerable<Completion> Terms(PostSnapshot snapshot, string typed)
    {
        var blank = typed.LastIndexOf(' ');
        var (before, last) = (typed[..(blank + 1)], CharacterFolding.Fold(typed[(blank + 1)..]));
        if (last.Length < 2 || blank >= 0)
        {
            return [];
        }

        return TermExpansion.OfPrefix(snapshot.Reader, [PostFields.Title], last).Terms
            .Where(term => term.Length > last.Length)
            .Take(8)
            .Select(term => new Completion(before + term, CompletionKind.Term, before + term, TitleCount(snapshot, term)))
            .Where(static c => c.Count > 0);
    }

    private static int TitleCount(PostSnapshot snapshot, string term) => snapshot.Searcher.Count(new TermQuery(PostFields.Title, term));

    /// <summary>Titles that hold all of the words, the last perhaps only begun.</summary>
    private static List<Completion> Titles(PostSnapshot snapshot, string typed, int count)
    {
        var terms = TextAnalysis.ExactTerms(typed);
        if (terms.IsEmpty || terms[^1].Length < 2)
        {
            return [];
        }

        var clauses = terms[..^1].Select(static term => new BooleanClause(new TermQuery(PostFields.Title, term), Occur.Must)).ToList();
        var begun = TermExpansion.OfPrefix(snapshot.Reader, [PostFields.Title], terms[^1]).Terms;
        if (begun.IsEmpty)
        {
            return [];
        }

        clauses.Add(new BooleanClause(new CombinedFieldsQuery([.. begun.Select(static term => new FieldTerm(new Term(PostFields.Title, term)))]), Occur.Must));
        return [.. snapshot.Searcher.Search(new BooleanQuery([.. clauses]), count).ScoreDocs
            .Select(hit => snapshot.SummaryOf(hit.Doc).Title).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(static title => new Completion(title, CompletionKind.Title, $"title:\"{title.Replace('"', ' ')}\"", 1))];
    }
}
