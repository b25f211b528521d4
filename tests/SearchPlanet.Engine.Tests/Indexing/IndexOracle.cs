using System.Text;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Tests.Indexing;

/// <summary>What an index must hold, kept in dictionaries, and the comparison of a reader with it.</summary>
internal sealed class IndexOracle
{
    public static readonly IndexSchema Schema = new(
        FieldType.Keyword("id", stored: StoredKind.Summary),
        FieldType.Text("text", new StandardAnalyzer()),
        new FieldType("freqs") { IndexOptions = IndexOptions.DocsAndFreqs, HasNorms = true, Analyzer = new StandardAnalyzer() },
        FieldType.Keyword("tag", DocValuesKind.SortedSet),
        FieldType.Keyword("author", DocValuesKind.SortedSet, StoredKind.Summary),
        FieldType.Number("date", StoredKind.Summary),
        FieldType.StoredOnly("title", StoredKind.Summary),
        FieldType.StoredOnly("body", StoredKind.Body));

    private readonly Dictionary<string, Entry> _documents = new(StringComparer.Ordinal);

    public int Count => _documents.Count;

    public IReadOnlyCollection<string> Ids => _documents.Keys;

    public Dictionary<string, Entry> Snapshot() => new(_documents, StringComparer.Ordinal);

    public void Restore(Dictionary<string, Entry> snapshot)
    {
        _documents.Clear();
        foreach ((var id, var entry) in snapshot)
        {
            _documents[id] = entry;
        }
    }

    public void Put(Entry entry) => _documents[entry.Id] = entry;

    public void Remove(string id) => _documents.Remove(id);

    public void RemoveByTag(string tag)
    {
        foreach (var id in _documents.Values.Where(e => e.Tags.Contains(tag)).Select(e => e.Id).ToArray())
        {
            _documents.Remove(id);
        }
    }

    public static Entry RandomEntry(Random random, string id)
    {
        string[] words = [.. Enumerable.Range(0, random.Next(3) == 0 ? 0 : random.Next(1, 60)).Select(_ => Word(random))];
        return new Entry(
            id,
            string.Join(' ', words),
            [.. Enumerable.Range(0, random.Next(4)).Select(_ => "tag" + random.Next(20)).Distinct()],
            random.Next(5) == 0 ? null : "author" + (int)Math.Sqrt(random.Next(400)),
            random.Next(6) == 0 ? null : random.NextInt64(-5000, 5000) * (random.Next(2) == 0 ? 1 : 1L << 33),
            random.Next(10) == 0 ? new string('x', random.Next(40_000)) + random.Next() : "body of " + id);
    }

    public static Document Fill(Document document, Entry entry)
    {
        document.Clear();
        document.AddKeyword("id", entry.Id);
        if (entry.Text.Length > 0)
        {
            document.AddText("text", entry.Text);
            document.AddText("freqs", entry.Text);
        }

        foreach (var tag in entry.Tags)
        {
            document.AddKeyword("tag", tag);
        }

        if (entry.Author is not null)
        {
            document.AddKeyword("author", entry.Author);
        }

        if (entry.Date is { } date)
        {
            document.AddLong("date", date);
        }

        return document.AddStored("title", "title of " + entry.Id).AddStored("body", entry.Body);
    }

    /// <summary>Compares everything that the reader says with what it must say.</summary>
    public void Verify(DirectoryReader reader)
    {
        reader.NumDocs.ShouldBe(_documents.Count);
        Dictionary<string, int> found = new(StringComparer.Ordinal);
        foreach (var leaf in reader.Leaves)
        {
            VerifyStored(leaf, found);
        }

        found.Keys.Order().ShouldBe(_documents.Keys.Order());
        VerifyPostings(reader, found);
        VerifyColumns(reader, found);
    }

    private static string Word(Random random)
    {
        // A few very common words, some common, many rare, some not ASCII, some long.
        var pick = random.NextDouble();
        return pick switch
        {
            < 0.3 => "the",
            < 0.6 => "word" + random.Next(8),
            < 0.9 => "w" + (int)(1000 * random.NextDouble() * random.NextDouble()),
            < 0.95 => "größe" + random.Next(50),
            < 0.97 => "日本" + random.Next(10),
            _ => new string((char)('a' + random.Next(26)), random.Next(1, 200)) + random.Next(5),
        };
    }

    private static Dictionary<string, List<int>> Positions(string text)
    {
        var stream = new StandardAnalyzer().CreateStream();
        stream.Reset(text.AsMemory());
        Dictionary<string, List<int>> positions = new(StringComparer.Ordinal);
        var position = -1;
        while (stream.IncrementToken())
        {
            position += stream.Token.PositionIncrement;
            string term = new(stream.Token.Term);
            if (!positions.TryGetValue(term, out var list))
            {
                positions[term] = list = [];
            }

            list.Add(position);
        }

        return positions;
    }

    private void VerifyStored(Leaf leaf, Dictionary<string, int> found)
    {
        var stored = leaf.Reader.StoredFields();
        for (var doc = 0; doc < leaf.Reader.MaxDoc; doc++)
        {
            if (leaf.Reader.LiveDocs is { } live && !live[doc])
            {
                continue;
            }

            var summary = stored.Summary(doc);
            var id = summary.GetString("id")!;
            found.TryAdd(id, leaf.DocBase + doc).ShouldBeTrue(id);
            var entry = _documents[id];
            summary.GetString("title").ShouldBe("title of " + id);
            summary.GetString("author").ShouldBe(entry.Author);
            summary.GetLong("date").ShouldBe(entry.Date);
            stored.Body(doc).GetString("body").ShouldBe(entry.Body);
        }
    }

    private void VerifyPostings(DirectoryReader reader, Dictionary<string, int> found)
    {
        foreach (var field in (string[])["text", "freqs", "tag", "id"])
        {
            var expected = new SortedDictionary<string, List<(int Doc, List<int> Positions)>>(StringComparer.Ordinal);
            foreach (var entry in _documents.Values.OrderBy(e => found[e.Id]))
            {
                var terms = field switch
                {
                    "tag" => entry.Tags.ToDictionary(static t => t, static _ => new List<int> { 0 }),
                    "id" => new() { [entry.Id] = [0] },
                    _ => Positions(entry.Text),
                };
                foreach ((var term, var positions) in terms)
                {
                    if (!expected.TryGetValue(term, out var list))
                    {
                        expected[term] = list = [];
                    }

                    list.Add((found[entry.Id], positions));
                }
            }

            var actual = new SortedDictionary<string, List<(int Doc, List<int> Positions)>>(expected.Comparer);
            foreach (var leaf in reader.Leaves)
            {
                ReadPostings(leaf, field, actual);
            }

            actual.Keys.SequenceEqual(expected.Keys).ShouldBeTrue(field);
            foreach ((var term, var list) in expected)
            {
                // Compared here, not by the assertion library: there are many thousands.
                var isSame = actual[term].Count == list.Count;
                for (var i = 0; isSame && i < list.Count; i++)
                {
                    var positions = actual[term][i].Positions;
                    isSame = actual[term][i].Doc == list[i].Doc && (field == "text"
                        ? positions.SequenceEqual(list[i].Positions)
                        : positions.Count == (field is "tag" or "id" ? 1 : list[i].Positions.Count));
                }

                if (!isSame)
                {
                    Assert.Fail($"Postings of {field}:{term} differ.");
                }
            }
        }
    }

    private static void ReadPostings(Leaf leaf, string field, SortedDictionary<string, List<(int Doc, List<int> Positions)>> actual)
    {
        var segment = leaf.Reader;
        if (segment.Terms(field) is not { } terms)
        {
            return;
        }

        var cursor = terms.Iterator();
        PostingsEnum? postings = null;
        byte[] before = [];
        var count = 0;
        long sumDocFreq = 0;
        var norms = segment.Norms(field);
        while (cursor.Next())
        {
            (count == 0 || cursor.Term.SequenceCompareTo(before) > 0).ShouldBeTrue();
            before = cursor.Term.ToArray();
            cursor.Ordinal.ShouldBe(count++);
            var state = cursor.State;
            sumDocFreq += state.DocFreq;
            postings = segment.Postings(field, state, postings);
            var docs = 0;
            long occurrences = 0;
            var block = -1;
            Impacts impacts = default;
            for (var doc = postings.NextDoc(); doc != PostingsEnum.NoMoreDocs; doc = postings.NextDoc())
            {
                docs++;
                var freq = postings.Freq;
                occurrences += freq;
                List<int> positions = field == "text" ? [.. postings.Positions] : [.. Enumerable.Repeat(0, freq)];
                if (!norms.IsEmpty)
                {
                    if (postings.Block != block)
                    {
                        block = postings.Block;
                        impacts = postings.ImpactsOf(block);
                    }

                    var isBounded = false;
                    for (var i = 0; i < impacts.Count; i++)
                    {
                        isBounded |= freq <= impacts.Freq(i) && norms[doc] >= impacts.Norm(i);
                    }

                    Assert.True(isBounded);
                }

                if (segment.LiveDocs is null || segment.LiveDocs[doc])
                {
                    var term = Encoding.UTF8.GetString(before);
                    if (!actual.TryGetValue(term, out var list))
                    {
                        actual[term] = list = [];
                    }

                    list.Add((leaf.DocBase + doc, positions));
                }
            }

            docs.ShouldBe(state.DocFreq);
            occurrences.ShouldBe(state.TotalTermFreq);
        }

        count.ShouldBe(terms.Count);
        sumDocFreq.ShouldBe(terms.SumDocFreq);
    }

    private void VerifyColumns(DirectoryReader reader, Dictionary<string, int> found)
    {
        var tags = reader.GlobalOrdinals("tag");
        foreach (var entry in _documents.Values)
        {
            var leaf = reader.LeafOf(found[entry.Id]);
            var doc = found[entry.Id] - leaf.DocBase;
            var dates = leaf.Reader.NumericDocValues("date");
            (dates?.HasValue(doc) ?? false).ShouldBe(entry.Date is not null);
            (dates?.Get(doc) ?? 0).ShouldBe(entry.Date ?? 0);
            Strings(leaf.Reader.SortedSetDocValues("tag"), doc).ShouldBe(entry.Tags.Order(StringComparer.Ordinal));
            Strings(leaf.Reader.SortedSetDocValues("author"), doc).ShouldBe(entry.Author is null ? [] : [entry.Author]);
            if (leaf.Reader.SortedSetDocValues("tag") is { } set)
            {
                var map = tags.MapOf(leaf.Ordinal);
                for (var i = 0; i < set.CountOf(doc); i++)
                {
                    var ordinal = set.OrdinalOf(doc, i);
                    var global = map.IsEmpty ? ordinal : map[ordinal];
                    Encoding.UTF8.GetString(tags.LookupOrd(global)).ShouldBe(Encoding.UTF8.GetString(set.LookupOrd(ordinal)));
                    tags.LookupTerm(set.LookupOrd(ordinal)).ShouldBe(global);
                }
            }
        }

        foreach (var leaf in reader.Leaves)
        {
            if (leaf.Reader.NumericDocValues("date") is { } dates)
            {
                foreach ((var lo, var hi) in ((long, long)[])[(long.MinValue, long.MaxValue), (-100, 100), (0, 1L << 40), (5, 4)])
                {
                    var matches = new FixedBitSet(leaf.Reader.MaxDoc);
                    dates.FillRange(lo, hi, 0, matches.Words);
                    int[] all = [.. Enumerable.Range(0, leaf.Reader.MaxDoc)];
                    int[] expected = [.. all.Where(d => dates.HasValue(d) && dates.Get(d) >= lo && dates.Get(d) <= hi)];
                    all.Where(d => matches[d]).ShouldBe(expected);
                    all[..dates.FilterRange(lo, hi, all)].ShouldBe(expected);
                }
            }
        }
    }

    private static string[] Strings(SortedSetDocValues? set, int doc) =>
        set is null ? [] : [.. Enumerable.Range(0, set.CountOf(doc)).Select(i => Encoding.UTF8.GetString(set.LookupOrd(set.OrdinalOf(doc, i))))];

    internal sealed record Entry(string Id, string Text, string[] Tags, string? Author, long? Date, string Body);
}
