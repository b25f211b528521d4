using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Search;

/// <summary>An index of random documents after random adds, updates, deletes, commits, merges and reopenings, and what is in it.</summary>
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
    private int _nextId;

    internal RandomIndex(int seed, int docs)
    {
        Seed = seed;
        _random = new Random(seed);
        // A Zipf-like vocabulary: a few words in most documents, many in few.
        Words = [.. Enumerable.Range(0, 300).Select(i => RandomWord())];
        Build(docs);
        Reader = DirectoryReader.Open(_directory, Schema);
    }

    internal int Seed { get; }

    internal string[] Words { get; }

    internal Dictionary<string, RandomDocument> Documents { get; } = [];

    internal DirectoryReader Reader { get; }

    public void Dispose() => Reader.Dispose();

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
        var writer = Open();
        for (var i = 0; i < docs; i++)
        {
            switch (_random.Next(200))
            {
                case 0:
                    writer.Commit();
                    break;
                case 1:
                    writer.ForceMerge(_random.Next(1, 4));
                    break;
                case 2:
                    writer.Commit();
                    writer.Dispose();
                    writer = Open();
                    break;
                case < 12 when _nextId > 0:
                    var gone = _random.Next(_nextId).ToString();
                    writer.DeleteDocuments(new Term("id", gone));
                    Documents.Remove(gone);
                    break;
                case < 20 when _nextId > 0:
                    var again = RandomDocument(_random.Next(_nextId).ToString());
                    writer.UpdateDocument(new Term("id", again.Id), again.ToDocument());
                    Documents[again.Id] = again;
                    break;
                default:
                    var document = RandomDocument((_nextId++).ToString());
                    writer.AddDocument(document.ToDocument());
                    Documents.Add(document.Id, document);
                    break;
            }
        }
        writer.Commit();
        writer.Dispose();
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
