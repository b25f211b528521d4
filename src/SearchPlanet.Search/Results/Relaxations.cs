using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Ranking;

namespace SearchPlanet.Search.Results;

/// <summary>Ways to find more when little was found, from the least change to the greatest, each only when it finds more.</summary>
/// <param name="count">How many posts a query finds.</param>
internal sealed class Relaxations(Func<QueryNode, int> count)
{
    /// <summary>Fewer hits than this are little.</summary>
    public const int FewHits = 3;

    private const int MaxSuggestions = 6;

    /// <summary>At most six, the first ones first; null when none finds more.</summary>
    public IReadOnlyList<Suggestion>? Of(QueryNode root, int total)
    {
        var found = new List<Suggestion>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { QueryRenderer.Render(root) };
        foreach (var (label, relaxed) in Ladder(root))
        {
            var text = QueryRenderer.Render(relaxed);
            if (text.Length is > 0 and <= QueryLimits.Length && seen.Add(text) && count(relaxed) is var hits && hits > total)
            {
                found.Add(new Suggestion(text, label, hits));
                if (found.Count == MaxSuggestions)
                {
                    break;
                }
            }
        }

        return found.Count == 0 ? null : found;
    }

    private static IEnumerable<(string Label, QueryNode Relaxed)> Ladder(QueryNode root)
    {
        IReadOnlyList<QueryNode> nodes = root is QueryNode.All all ? all.Nodes : [root];
        var dates = nodes.Where(static n => n is QueryNode.Published or QueryNode.After or QueryNode.Before or QueryNode.Last).ToList();
        foreach (var node in nodes.Where(n => n is QueryNode.Filter or QueryNode.HasCode or QueryNode.Mentions or QueryNode.Not).Where(_ => nodes.Count > 1))
        {
            yield return ($"without {QueryRenderer.Render(node)}", QueryTree.All(nodes.Where(n => !ReferenceEquals(n, node))));
        }

        if (dates.Count > 0 && dates.Count < nodes.Count)
        {
            yield return ("all years", QueryTree.All(nodes.Except(dates)));
        }

        foreach (var phrase in nodes.OfType<QueryNode.Phrase>())
        {
            yield return ("without the quotes", QueryTree.All(nodes.SelectMany(n => ReferenceEquals(n, phrase) ? Unquoted(phrase) : [n])));
        }

        foreach (var word in nodes.OfType<QueryNode.Word>())
        {
            if (TextAnalysis.Analyze(word.Text) is [{ Pieces: { Length: > 1 } pieces }])
            {
                yield return ($"the parts of {word.Text}", QueryTree.All(nodes.SelectMany(n =>
                    ReferenceEquals(n, word) ? pieces.Select(p => new QueryNode.Word(p.Text, word.Field)) : (IEnumerable<QueryNode>)[n])));
            }
        }

        var words = nodes.Where(static n => n is QueryNode.Word or QueryNode.Phrase or QueryNode.Prefix or QueryNode.Fuzzy).ToList();
        if (words.Count > 2)
        {
            foreach (var word in words)
            {
                yield return ($"without {QueryRenderer.Render(word)}", QueryTree.All(nodes.Where(n => !ReferenceEquals(n, word))));
            }
        }

        if (words.Count > 1)
        {
            yield return ("any of the words", QueryTree.All([QueryTree.Any(words), .. nodes.Except(words)]));
            yield return ("any of the words, without filters", QueryTree.Any(words));
        }

        if (words is [.., QueryNode.Word { Text.Length: >= 4 } last])
        {
            yield return ($"words that begin with {last.Text}", QueryTree.Replace(root, last, new QueryNode.Prefix(last.Text, last.Field))!);
        }
    }

    /// <summary>Those words of a phrase that are words without the quotes too, and no operators.</summary>
    private static IEnumerable<QueryNode> Unquoted(QueryNode.Phrase phrase) =>
        phrase.Text.Split(' ').Select(static text => QueryParser.Parse(text).Root).OfType<QueryNode.Word>().Select(word => word with { Field = phrase.Field });
}
