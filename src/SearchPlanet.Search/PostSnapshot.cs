using System.Collections.Concurrent;
using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Posts;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Results;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search;

/// <summary>One state of the index with what is worked out from it once. Holds its reader until the last holder lets go. Thread-safe.</summary>
internal sealed class PostSnapshot
{
    private const int MaxWordCounts = 10_000;

    private readonly ConcurrentDictionary<string, string> _sourceTitles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<ListEntry>> _lists = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _wordCounts = new(StringComparer.Ordinal);

    /// <summary>Takes over the caller's hold on the reader.</summary>
    public PostSnapshot(DirectoryReader reader, ImmutableDictionary<string, BM25Similarity> similarities, FilterCache filterCache)
    {
        Reader = reader;
        Searcher = new IndexSearcher(reader, similarities, filterCache);
        IndexVersion = PostIndex.VersionOf(reader);
        LastSequence = PostIndex.SequenceOf(reader.UserData);
    }

    public DirectoryReader Reader { get; }

    public IndexSearcher Searcher { get; }

    public string IndexVersion { get; }

    public long LastSequence { get; }

    /// <summary>What a result list shows of a document of the whole index.</summary>
    public PostSummary SummaryOf(int doc)
    {
        var leaf = Reader.LeafOf(doc);
        return leaf.Reader.StoredFields().Summary(doc - leaf.DocBase).TryGetBytes(PostFields.Summary, out var bytes)
            ? PostSummaryCodec.Read(bytes)
            : throw new InvalidOperationException($"Document {doc} has no summary.");
    }

    /// <summary>The text of a document of the whole index, decoded as it is read.</summary>
    public IEnumerable<Passage> PassagesOf(int doc)
    {
        var leaf = Reader.LeafOf(doc);
        return leaf.Reader.StoredFields().Body(doc - leaf.DocBase).TryGetBytes(PostFields.Passages, out var bytes) ? PassageCodec.Read(bytes.ToArray()) : [];
    }

    /// <summary>The document that holds a value, or -1.</summary>
    public int Find(string field, string value)
    {
        var term = new Term(field, value);
        foreach (var leaf in Reader.Leaves)
        {
            if (leaf.Reader.Postings(term) is not { } postings)
            {
                continue;
            }

            for (var doc = postings.NextDoc(); doc != PostingsEnum.NoMoreDocs; doc = postings.NextDoc())
            {
                if (leaf.Reader.LiveDocs is not { } live || live[doc])
                {
                    return leaf.DocBase + doc;
                }
            }
        }

        return -1;
    }

    /// <summary>What a person reads for a facet's value.</summary>
    public string LabelOf(FacetDimension dimension, string value) =>
        dimension.Field == PostFields.Source ? _sourceTitles.GetOrAdd(value, ReadSourceTitle) : dimension.LabelOf(value);

    /// <summary>Posts that a search for a word finds.</summary>
    public int CountOf(string word)
    {
        if (!_wordCounts.TryGetValue(word, out var count))
        {
            // A word is no filter by date: any day is today.
            count = SearchRun.Count(this, new QueryNode.Word(word, TextField.All), DateOnly.MinValue, CancellationToken.None);
            if (_wordCounts.Count < MaxWordCounts)
            {
                _wordCounts.TryAdd(word, count);
            }
        }

        return count;
    }

    /// <summary>All values of a dimension with their stories, most first.</summary>
    public IReadOnlyList<ListEntry> List(FacetDimension dimension) => _lists.GetOrAdd(dimension.Name, _ => ReadList(dimension));

    /// <summary>Posts by segment and id.</summary>
    public IReadOnlyList<PostEntry> Posts(int skip, int take)
    {
        var posts = new List<PostEntry>(Math.Min(take, Reader.NumDocs));
        foreach (var leaf in Reader.Leaves)
        {
            if (skip >= leaf.Reader.NumDocs)
            {
                skip -= leaf.Reader.NumDocs;
                continue;
            }

            if (leaf.Reader.Terms(PostFields.Id) is not { } ids)
            {
                continue;
            }

            var days = leaf.Reader.NumericDocValues(PostFields.Day);
            PostingsEnum? postings = null;
            var id = ids.Iterator();
            while (posts.Count < take && id.Next())
            {
                postings = leaf.Reader.Postings(PostFields.Id, id.State, postings);
                var doc = postings.NextDoc();
                while (doc != PostingsEnum.NoMoreDocs && leaf.Reader.LiveDocs is { } live && !live[doc])
                {
                    doc = postings.NextDoc();
                }

                if (doc != PostingsEnum.NoMoreDocs && --skip < 0)
                {
                    var day = days?.Get(doc) ?? 0;
                    posts.Add(new PostEntry(System.Text.Encoding.UTF8.GetString(id.Term), day > 0 ? DateOnly.FromDayNumber((int)day) : null));
                }
            }

            skip = 0;
        }

        return posts;
    }

    private string ReadSourceTitle(string id) =>
        Find(PostFields.Source, id) is >= 0 and var doc
            ? SummaryOf(doc).Sources.FirstOrDefault(s => s.Id == id)?.Title ?? id
            : id;

    private List<ListEntry> ReadList(FacetDimension dimension)
    {
        if (Reader.Ordinals(dimension.Field) is not { } ordinals)
        {
            return [];
        }

        var (counts, lastDays) = (new int[ordinals.ValueCount], new long[ordinals.ValueCount]);
        foreach (var leaf in Reader.Leaves)
        {
            if (leaf.Reader.SortedSetDocValues(dimension.Field) is not { } values)
            {
                continue;
            }

            var days = leaf.Reader.NumericDocValues(PostFields.Day);
            var map = ordinals.MapOf(leaf.Ordinal);
            for (var doc = 0; doc < leaf.Reader.MaxDoc; doc++)
            {
                if (leaf.Reader.LiveDocs is { } live && !live[doc])
                {
                    continue;
                }

                var day = days?.Get(doc) ?? 0;
                for (var i = values.CountOf(doc) - 1; i >= 0; i--)
                {
                    var ordinal = values.OrdinalOf(doc, i);
                    ordinal = map.IsEmpty ? ordinal : map[ordinal];
                    counts[ordinal]++;
                    lastDays[ordinal] = Math.Max(lastDays[ordinal], day);
                }
            }
        }

        var entries = new List<ListEntry>();
        for (var ordinal = 0; ordinal < counts.Length; ordinal++)
        {
            if (counts[ordinal] > 0)
            {
                var value = System.Text.Encoding.UTF8.GetString(ordinals.LookupOrd(ordinal));
                var day = lastDays[ordinal] > 0 ? DateOnly.FromDayNumber((int)lastDays[ordinal]) : (DateOnly?)null;
                entries.Add(new ListEntry(value, LabelOf(dimension, value), counts[ordinal], day));
            }
        }

        entries.Sort(static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Value, b.Value));
        return entries;
    }
}
