using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Store;
using SearchPlanet.Posts;
using SearchPlanet.Search.Ranking;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Evaluation;

/// <summary>Runs a judged collection's queries through the ranking of a user's search, for scoring by the usual tools.</summary>
public sealed class RelevanceLab : IDisposable
{
    private const int Depth = 1000;
    private const string Tag = "searchplanet";

    private readonly MemoryIndexDirectory _directory = new();
    private readonly PostIndex _index;
    private readonly SnapshotManager _snapshots;

    private RelevanceLab(IEnumerable<(Post Post, PostContent Content)> documents, bool hideTags, CancellationToken cancellationToken)
    {
        _index = PostIndex.Open(_directory, new PostIndexOptions());
        _index.Apply(
            documents.Select((d, i) => new PostUpdate(i + 1, d.Post.Id, hideTags ? d.Post with { Tags = [] } : d.Post, d.Content)), cancellationToken);
        _index.Commit();
        _snapshots = new SnapshotManager(() => new Engine.Indexing.ReaderManager(_directory, PostSchema.Instance));
    }

    /// <summary>Documents indexed.</summary>
    public int Count
    {
        get
        {
            using var lease = _snapshots.Acquire(null);
            return lease?.Snapshot.Reader.NumDocs ?? 0;
        }
    }

    /// <summary>Indexes a collection in memory: JSON Lines, <c>.gz</c> or plain, of <c>{"id","title","text"}</c> or posts.</summary>
    /// <param name="hideTags">Leaves the posts' tags out, for collections whose judgements are made from them.</param>
    /// <exception cref="FormatException">A line is not of its format; the message names file and line.</exception>
    public static RelevanceLab Open(string docsPath, bool hideTags, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(docsPath);
        return new RelevanceLab(CollectionReader.ReadDocuments(docsPath), hideTags, cancellationToken);
    }

    /// <summary>
    /// Indexes <paramref name="docsPath"/>, runs each <c>qid TAB query</c> line of <paramref name="queriesPath"/> as plain words, any of
    /// which may match, and writes the best 1000 documents of each as a TREC run.
    /// </summary>
    /// <exception cref="FormatException">A line is not of its format; the message names file and line.</exception>
    public static async Task<RelevanceLabSummary> RunAsync(
        string docsPath, string queriesPath, string runPath, bool hideTags, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(queriesPath);
        ArgumentException.ThrowIfNullOrEmpty(runPath);
        var began = Stopwatch.GetTimestamp();
        using var lab = Open(docsPath, hideTags, cancellationToken);
        var indexed = Stopwatch.GetTimestamp();
        var queries = CollectionReader.ReadQueries(queriesPath).ToList();
        await File.WriteAllLinesAsync(runPath, lab.Run(queries, RankingProfile.Default, cancellationToken), cancellationToken);
        return new RelevanceLabSummary(lab.Count, queries.Count, Stopwatch.GetElapsedTime(began, indexed), Stopwatch.GetElapsedTime(indexed));
    }

    /// <summary>The queries of a <c>qid TAB query</c> file.</summary>
    /// <exception cref="FormatException">A line has no tab; the message names file and line.</exception>
    public static IEnumerable<(string Id, string Words)> ReadQueries(string path) => CollectionReader.ReadQueries(path);

    /// <summary>The lines of a TREC run: <c>qid Q0 docid rank score searchplanet</c>.</summary>
    public IEnumerable<string> Run(IEnumerable<(string Id, string Words)> queries, RankingProfile profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(profile);
        using var lease = _snapshots.Acquire(null) ?? throw new InvalidOperationException("The collection is empty.");
        var searcher = new IndexSearcher(lease.Snapshot.Reader, Similarities.Of(profile), new FilterCache());
        foreach (var (id, words) in queries)
        {
            var rank = 0;
            foreach (var hit in Rank(searcher, words, profile, cancellationToken))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{id} Q0 {lease.Snapshot.SummaryOf(hit.Doc).Id} {++rank} {hit.Score:R} {Tag}");
            }
        }
    }

    public void Dispose()
    {
        _snapshots.Dispose();
        _index.Dispose();
    }

    private static ImmutableArray<ScoreDoc> Rank(IndexSearcher searcher, string words, RankingProfile profile, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var text = new TextTranslator(searcher.Reader, new FilterTranslator(searcher.Reader, today), profile, words);
        var query = new AnyWords(text, profile).Of(words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), today);
        return query is null ? [] : searcher.Search(query, new SearchOptions { Limit = Depth, ExactTotal = false }, cancellationToken).ScoreDocs;
    }
}
