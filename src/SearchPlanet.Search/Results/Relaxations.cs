using System.Collections.Immutable;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Ranking;

namespace SearchPlanet.Search.Results;

/// <summary>Ways to find more when little was found, from the least change to the greatest, each only when it finds more.</summary>
/// <param name="count">How many posts a query finds.</param>
/// <param name="docFreq">In how many posts a term stands.</param>
/// <param name="docCount">Of how many.</param>
internal sealed class Relaxations(Func<QueryNode, int> count, Func<string, int> docFreq, int docCount)
{
    /// <summary>Fewer hits than this are little.</summary>
    public const int FewHits = 3;

    /// <summary>And fewer than this are little for so many words: a question, an error message.</summary>
    private const int FewHitsOfMany = 30;

    private const int ManyWords = 5;

    private const int MaxSuggestions = 6;

    /// <summary>Whether it is worth looking for other queries.</summary>
    public static bool IsLittle(QueryNode root, int total) => total < FewHits || (total < FewHitsOfMany && WordsOf(NodesOf(root)).Count >= ManyWords);

    /// <summary>At most six, the first ones first; null when none finds more.</summary>
    public IReadOnlyList<Suggestion>? Of(QueryNode root, int total)
    {
        var found = new List<Suggestion>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { QueryRenderer.Render(root) };
        var nodes = NodesOf(root);
        foreach (var (label, relaxed) in total < FewHits ? Ladder(root, nodes, total) : RarerWords(nodes, total))
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

    /// <summary>The query without each of its filters, and without its dates.</summary>
    public static IEnumerable<(string Label, QueryNode Relaxed)> WithoutFilters(QueryNode root)
    {
        var nodes = NodesOf(root);
        var dates = nodes.Where(static n => n is QueryNode.Published or QueryNode.After or QueryNode.Before or QueryNode.Last).ToList();
        foreach (var node in nodes.Where(n => n is QueryNode.Filter or QueryNode.HasCode or QueryNode.Mentions or QueryNode.Not).Where(_ => nodes.Length > 1))
        {
            yield return ($"without {QueryRenderer.Render(node)}", QueryTree.All(nodes.Where(n => !ReferenceEquals(n, node))));
        }

        if (dates.Count > 0 && dates.Count < nodes.Length)
        {
            yield return ("all years", QueryTree.All(nodes.Except(dates)));
        }
    }

    private static ImmutableArray<QueryNode> NodesOf(QueryNode root) => root is QueryNode.All all ? all.Nodes : [root];

    private static List<QueryNode> WordsOf(IEnumerable<QueryNode> nodes) =>
        [.. nodes.Where(static n => n is QueryNode.Word or QueryNode.Phrase or QueryNode.Prefix or QueryNode.Fuzzy)];

    private IEnumerable<(string Label, QueryNode Relaxed)> Ladder(QueryNode root, ImmutableArray<QueryNode> nodes, int total)
    {
        foreach (var step in WithoutFilters(root).Concat(Apart(nodes)).Concat(RarerWords(nodes, total)))
        {
            yield return step;
        }

        var words = WordsOf(nodes);
        if (words.Count is > 2 and < ManyWords)
        {
            foreach (var word in words)
            {
                yield return ($"without {QueryRenderer.Render(word)}", QueryTree.All(nodes.Where(n => !ReferenceEquals(n, word))));
            }
        }

        // Of many words nearly every post holds one: the rarer ones say more, and cost less to count.
        if (words.Count is > 1 and < ManyWords)
        {
            yield return ("any of the words", QueryTree.All([QueryTree.Any(words), .. nodes.Except(words)]));
            yield return ("any of the words, without filters", QueryTree.Any(words));
        }

        if (words is [.., QueryNode.Word { Text.Length: >= 4 } last])
        {
            yield return ($"words that begin with {last.Text}", QueryTree.Replace(root, last, new QueryNode.Prefix(last.Text, last.Field))!);
        }
    }

    /// <summary>What was searched for as one piece, in pieces: phrases, identifiers, addresses.</summary>
    private static IEnumerable<(string Label, QueryNode Relaxed)> Apart(ImmutableArray<QueryNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case QueryNode.Phrase or QueryNode.Word when PostAddress.HostOf(TextOf(node)) is { } host:
                    yield return ($"posts of {host}", With(node, [new QueryNode.Filter(FilterField.Site, [host])]));
                    break;
                case QueryNode.Phrase phrase:
                    yield return (phrase.Text.Contains(' ', StringComparison.Ordinal) ? "without the quotes" : $"the words of {phrase.Text}", With(node, WordsIn(phrase)));
                    break;
                case QueryNode.Word word when TextAnalysis.Analyze(word.Text) is [{ Pieces: { Length: > 1 } pieces }]:
                    yield return ($"the parts of {word.Text}", With(node, pieces.Select(p => new QueryNode.Word(p.Text, word.Field))));
                    break;
            }
        }

        QueryNode With(QueryNode node, IEnumerable<QueryNode> inItsPlace) => QueryTree.All(nodes.SelectMany(n => ReferenceEquals(n, node) ? inItsPlace : [n]));
    }

    /// <summary>As many of the rarest words as find more, and none that every fourth post holds: what a question or an error message is about.</summary>
    private IEnumerable<(string Label, QueryNode Relaxed)> RarerWords(ImmutableArray<QueryNode> nodes, int total)
    {
        var words = WordsOf(nodes);
        var rarest = words.Select(word => (Word: word, DocFreq: DocFreqOf(word)))
            .Where(w => w.DocFreq > 0 && w.DocFreq < docCount / 4.0 && (IsPlain(w.Word) || count(w.Word) > 0))
            .OrderBy(static w => w.DocFreq).Select(static w => w.Word).ToList();
        if (words.Count < ManyWords || rarest.Count == 0)
        {
            yield break;
        }

        // Each word more finds as much or less: as many as do are found by halving.
        var (enough, tooMany) = (1, Math.Min(rarest.Count, words.Count - 1) + 1);
        while (tooMany - enough > 1)
        {
            var middle = (enough + tooMany) / 2;
            (enough, tooMany) = count(Only(middle)) > total ? (middle, tooMany) : (enough, middle);
        }

        yield return ("only the rarer words", Only(enough));

        QueryNode Only(int kept)
        {
            // By reference: a word may stand there twice.
            var left = words.ToHashSet<QueryNode>(ReferenceEqualityComparer.Instance);
            left.ExceptWith(rarest.Take(kept));
            return QueryTree.All(nodes.Where(n => !left.Contains(n)));
        }
    }

    /// <summary>That of the rarest term in it; a word with a wildcard or a typo is never among the rare.</summary>
    private int DocFreqOf(QueryNode node) => TextOf(node) is { Length: > 0 } text
        ? TextAnalysis.Analyze(text).SelectMany(static c => c.Pieces).Select(piece => piece.Forms.Max(docFreq)).DefaultIfEmpty().Min()
        : int.MaxValue;

    /// <summary>Whether a post that holds its rarest term holds all of it.</summary>
    private static bool IsPlain(QueryNode node) => TextOf(node).All(char.IsLetter);

    private static string TextOf(QueryNode node) => node switch { QueryNode.Word word => word.Text, QueryNode.Phrase phrase => phrase.Text, _ => "" };

    /// <summary>Those words of a phrase that are words without the quotes too, and no operators; what stands around a colon is two.</summary>
    private static IEnumerable<QueryNode> WordsIn(QueryNode.Phrase phrase) =>
        phrase.Text.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries).Select(static text => QueryParser.Parse(text).Root).OfType<QueryNode.Word>()
            .Select(word => word with { Field = phrase.Field });
}
