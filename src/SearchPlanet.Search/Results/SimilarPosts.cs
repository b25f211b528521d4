using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.Ranking;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>Finds posts like one by its most telling words, tags among them: Lucene's <c>MoreLikeThis</c> over the stored text.</summary>
internal static class SimilarPosts
{
    private const int MaxWords = 40;

    /// <summary>Characters of the body that are read: the subject of a post shows in its beginning.</summary>
    private const int MaxCharacters = 20_000;

    private const int MinDocFreq = 2;

    /// <summary>A word that stands so often in the post counts half: what it is about stands there again and again, the rest once or twice.</summary>
    private const float Saturation = 3;

    private static readonly (string Name, float Weight)[] Fields =
    [
        (PostFields.Title, RankingProfile.Default.TitleWeight),
        (PostFields.TagText, RankingProfile.Default.TagWeight),
        (PostFields.Body, 1f),
    ];

    public static IReadOnlyList<Hit> Find(PostSnapshot snapshot, string id, int count, CancellationToken cancellationToken)
    {
        var doc = snapshot.Find(PostFields.Id, id);
        if (doc < 0)
        {
            return [];
        }

        var summary = snapshot.SummaryOf(doc);
        var words = TellingWords(snapshot, summary.Tags.Prepend(summary.Title), snapshot.PassagesOf(doc).Select(static p => p.Text));
        var clauses = words.Select(static word => new BooleanClause(new BoostQuery(Anywhere(word.Text), word.Rarity * word.Count / (word.Count + Saturation)), Occur.Should)).ToList();
        if (clauses.Count == 0)
        {
            return [];
        }

        clauses.Add(new BooleanClause(new TermQuery(PostFields.Id, id), Occur.MustNot));
        return [.. snapshot.Searcher.Search(new BooleanQuery([.. clauses]), count, cancellationToken).ScoreDocs
            .Select(hit => HitBuilder.Plain(snapshot.SummaryOf(hit.Doc)) with { Score = hit.Score })];
    }

    private static CombinedFieldsQuery Anywhere(string word) => new([.. Fields.Select(field => new FieldTerm(new Term(field.Name, word), field.Weight))]);

    /// <summary>The words with the highest frequency times rarity, with both.</summary>
    /// <param name="names">Title and tags, whose words count five times.</param>
    private static IEnumerable<(string Text, int Count, float Rarity)> TellingWords(PostSnapshot snapshot, IEnumerable<string> names, IEnumerable<string> passages)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            Count(name, 5);
        }

        var characters = 0;
        foreach (var text in passages.TakeWhile(text => (characters += text.Length) <= MaxCharacters))
        {
            Count(text, 1);
        }

        // Frequencies count deleted posts too.
        var docCount = snapshot.Reader.MaxDoc;
        return counts
            .Select(word => (Text: word.Key, Count: word.Value, DocFreq: Fields.Max(field => snapshot.Reader.DocFreq(field.Name, word.Key))))
            .Where(static word => word.DocFreq >= MinDocFreq)
            .Select(word => (word.Text, word.Count, Rarity: BM25Similarity.Idf(word.DocFreq, docCount)))
            .OrderByDescending(static word => word.Count * word.Rarity)
            .ThenBy(static word => word.Text, StringComparer.Ordinal)
            .Take(MaxWords);

        void Count(string text, int weight)
        {
            foreach (var piece in TextAnalysis.Analyze(text).SelectMany(static c => c.Pieces).Where(static p => p.Text.Length > 2))
            {
                counts[piece.Text] = counts.GetValueOrDefault(piece.Text) + weight;
            }
        }
    }
}
