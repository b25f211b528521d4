using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.Ranking;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>Finds posts like one by its most telling words and its tags: Lucene's <c>MoreLikeThis</c> over the stored text.</summary>
internal static class SimilarPosts
{
    private const int MaxWords = 25;

    /// <summary>Characters of the body that are read: the subject of a post shows in its beginning.</summary>
    private const int MaxCharacters = 20_000;

    private const int MinDocFreq = 2;

    public static IReadOnlyList<Hit> Find(PostSnapshot snapshot, string id, int count, CancellationToken cancellationToken)
    {
        var doc = snapshot.Find(PostFields.Id, id);
        if (doc < 0)
        {
            return [];
        }

        var summary = snapshot.SummaryOf(doc);
        var profile = RankingProfile.Default;
        var words = TellingWords(snapshot, summary.Title, snapshot.PassagesOf(doc).Select(static p => p.Text));
        var clauses = words.Select(word => new BooleanClause(
            new CombinedFieldsQuery(
                new FieldTerm(new Term(PostFields.Title, word), profile.TitleWeight),
                new FieldTerm(new Term(PostFields.Body, word), 1f)),
            Occur.Should)).ToList();
        clauses.AddRange(summary.Tags.Select(static tag => new BooleanClause(new TermQuery(PostFields.Tag, tag), Occur.Should)));
        if (clauses.Count == 0)
        {
            return [];
        }

        clauses.Add(new BooleanClause(new TermQuery(PostFields.Id, id), Occur.MustNot));
        return [.. snapshot.Searcher.Search(new BooleanQuery([.. clauses]), count, cancellationToken).ScoreDocs
            .Select(hit => HitBuilder.Plain(snapshot.SummaryOf(hit.Doc)) with { Score = hit.Score })];
    }

    /// <summary>The words with the highest frequency times rarity; a title's words count five times.</summary>
    private static IEnumerable<string> TellingWords(PostSnapshot snapshot, string title, IEnumerable<string> passages)
    {
        var frequencies = new Dictionary<string, int>(StringComparer.Ordinal);
        Count(title, 5);
        var characters = 0;
        foreach (var text in passages.TakeWhile(text => (characters += text.Length) <= MaxCharacters))
        {
            Count(text, 1);
        }

        var docCount = snapshot.Reader.NumDocs;
        return frequencies
            .Select(f => (f.Key, f.Value, DocFreq: snapshot.Reader.DocFreq(PostFields.Body, f.Key)))
            .Where(static w => w.DocFreq >= MinDocFreq)
            .OrderByDescending(w => w.Value * BM25Similarity.Idf(w.DocFreq, docCount))
            .ThenBy(static w => w.Key, StringComparer.Ordinal)
            .Take(MaxWords)
            .Select(static w => w.Key);

        void Count(string text, int weight)
        {
            foreach (var piece in TextAnalysis.Analyze(text).SelectMany(static c => c.Pieces).Where(static p => p.Text.Length > 2))
            {
                frequencies[piece.Text] = frequencies.GetValueOrDefault(piece.Text) + weight;
            }
        }
    }
}
