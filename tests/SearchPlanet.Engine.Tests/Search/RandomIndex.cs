using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Search;

/// <summary>
/// An index of random documents after random adds, updates, deletes, refreshes, commits, merges and reopenings, and what is in it: with an even
/// seed as the writer has it, a snapshot made from snapshots and in part not committed; with an odd one as it was committed.
/// </summary>
internal sealed class RandomIndex : IDisposable
{
    internal static readonly IndexSchema Schema = new(
        FieldType.Keyword("id", stored: StoredKind.Summary),
        FieldType.Text("title", new StandardAnalyzer()),
        FieldType.Text("body", new StandardAnalyzer()),
        FieldType.Keyword("tag", DocValuesKind.SortedSet),
        new FieldType("author") { DocValues = DocValuesKind.SortedSet },
        FieldType.Number("date"));

    private readonly Random _random;
    private readonly MemoryIndexDirectory _directory = new();
    private IndexWriter _writer;
    private DirectoryReader _snapshot;
    private int _nextId;

    internal RandomIndex(int seed, int docs)
    {
        Seed = seed;
        _random = new Random(seed);
        // A Zipf-like vocabulary: a few words in most documents, many in few.
        Words = [.. Enumerable.Range(0, 300).Select(i => RandomWord())];
        _writer = Open();
        _snapshot = _writer.GetReader();
        Build(docs);
        if (seed % 2 == 0)
        {
            Refresh();
            Reader = _snapshot;
            return;
        }

        _writer.Commit();
        _snapshot.Dispose();
        _writer.Dispose();
        Reader = DirectoryReader.Open(_directory, Schema);
    }

    internal int Seed { get; }

    internal string[] Words { get; }

    internal Dictionary<string, RandomDocument> Documents { get; } = [];

    internal DirectoryReader Reader { get; }

    public void Dispose()
    {
        Reader.Dispose();
        _writer.Dispose();
    }

    /// <summary>The live documents in the order of the index, with their document ids.</summary>
    internal IEnumerable<(int Doc, RandomDocument Document)> Live()
    {
        foreach (var leaf in Reader.Leaves)
        {
            var stored = leaf.Reader.StoredFields();
            for (var doc = 0; doc < leaf.Reader.MaxDoc; doc++)
            {
                if (leaf.Reader.LiveDocs is { } live && !live[doc])
                {
                    continue;
                }

                var id = stored.Summary(doc).GetString("id")!;
                yield return (leaf.DocBase + doc, Documents[id]);
            }
        }
    }

    internal string Word() => Words[(int)(Words.Length * Math.Pow(_random.NextDouble(), 3))];

    internal int Next(int max) => _random.Next(max);

    private string RandomWord()
    {
        const string Letters = "abcdeé";
        return string.Create(_random.Next(2, 8), _random, static (span, random) =>
        {
            foreach (ref var c in span)
            {
                c = Letters[random.Next(Letters.Length)];
            }
        });
    }

    private void Build(int docs)
    {
        for (var i = 0; i < docs; i++)
        {
            switch (_random.Next(200))
            {
                case 0:
                    _writer.Commit();
                    break;
                case 1:
                    _writer.ForceMerge(_random.Next(1, 4));
                    break;
                case 2:
                    _writer.Commit();
                    _snapshot.Dispose();
                    _writer.Dispose();
                    _writer = Open();
                    _snapshot = _writer.GetReader();
                    break;
                case 3 or 4:
                    Refresh();
                    break;
                case 5 when _random.Next(10) == 0:
                    var tag = $"t{_random.Next(20)}";
                    _writer.DeleteDocuments(new Term("tag", tag));
                    foreach (var tagged in Documents.Values.Where(document => document.Tags.Contains(tag)).ToArray())
                    {
                        Documents.Remove(tagged.Id);
                    }

                    break;
                case < 12 when _nextId > 0:
                    var gone = _random.Next(_nextId).ToString();
                    _writer.DeleteDocuments(new Term("id", gone));
                    Documents.Remove(gone);
                    break;
                case < 20 when _nextId > 0:
                    var again = RandomDocument(_random.Next(_nextId).ToString());
                    _writer.UpdateDocument(new Term("id", again.Id), again.ToDocument());
                    Documents[again.Id] = again;
                    break;
                default:
                    var document = RandomDocument((_nextId++).ToString());
                    _writer.AddDocument(document.ToDocument());
                    Documents.Add(document.Id, document);
                    break;
            }
        }
    }

    private void Refresh()
    {
        if (_snapshot.OpenIfChanged() is { } newer)
        {
            _snapshot.Dispose();
            _snapshot = newer;
        }
    }

    private IndexWriter Open() => IndexWriter.Open(_directory, Schema, new IndexWriterOptions { RamBufferBytes = 1 << 20 });

    private RandomDocument RandomDocument(string id) => new(
        id,
        [.. Enumerable.Range(0, _random.Next(6)).Select(_ => Word())],
        [.. Enumerable.Range(0, _random.Next(60)).Select(_ => Word())],
        [.. Enumerable.Range(0, _random.Next(3)).Select(_ => $"t{_random.Next(20)}").Distinct()],
        $"a{_random.Next(300)}",
        _random.Next(10) == 0 ? null : _random.Next(-50, 1000));
}
