using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Indexing;

/// <summary>An index outlives the program that wrote it for as long as the next one takes to make it anew.</summary>
public sealed class EarlierSchemaTests
{
    private static readonly FieldType _id = FieldType.Keyword("id", DocValuesKind.SortedSet);

    private static readonly FieldType _title = FieldType.Text("title", new StandardAnalyzer());

    private static readonly IndexSchema _earlier = new(_id, _title, FieldType.Number("day", StoredKind.Summary), FieldType.StoredOnly("text", StoredKind.Body));

    private static readonly IndexSchema _later = new(
        FieldType.Keyword("new", DocValuesKind.SortedSet, StoredKind.Summary),
        FieldType.Number("day", StoredKind.Summary),
        FieldType.StoredOnly("text", StoredKind.Body),
        _title with { Analyzer = new DeveloperAnalyzer(), PositionIncrementGap = 7 },
        FieldType.Number("newer"),
        _id);

    private readonly MemoryIndexDirectory _directory = new();

    [Fact]
    public void Open_FieldsAddedMovedAndAnalysedOtherwise_ReadsWhatIsThere()
    {
        WriteEarlier(count: 3);

        using var reader = DirectoryReader.Open(_directory, _later);

        reader.WrittenWith.ShouldBe(_earlier.Fingerprint);
        reader.NumDocs.ShouldBe(2);
        var segment = reader.Leaves.Single().Reader;
        segment.Postings(new Term("title", "title2"))!.NextDoc().ShouldBe(2);
        segment.Norms("title").Length.ShouldBe(3);
        segment.NumericDocValues("day")!.Get(2).ShouldBe(2002);
        segment.SortedSetDocValues("id")!.ValueCount.ShouldBe(3);
        var stored = segment.StoredFields();
        stored.Summary(2).GetLong("day").ShouldBe(2002);
        stored.Body(2).GetString("text").ShouldBe("text2");
        reader.GlobalOrdinals("id").ValueCount.ShouldBe(3);

        segment.Terms("new").ShouldBeNull();
        segment.SortedSetDocValues("new").ShouldBeNull();
        segment.NumericDocValues("newer").ShouldBeNull();
        stored.Summary(2).GetString("new").ShouldBeNull();
        IndexChecker.Check(_directory, _later, TestContext.Current.CancellationToken).ShouldBeEmpty();
    }

    public static TheoryData<string> Unreadable => ["a field is gone", "a field keeps less", "a field keeps something else"];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Open_FieldsThatTheFilesContradict_IsOfAnotherFormat_AndNotDamaged(string how)
    {
        WriteEarlier(count: 3);
        IndexSchema schema = how switch
        {
            "a field is gone" => new(_later.Fields.RemoveAt(_later.NumberOf("title"))),
            "a field keeps less" => new(_later.Fields.Replace(_later["title"], _later["title"] with { HasNorms = false })),
            _ => new(_later.Fields.Replace(_later["day"], FieldType.Keyword("day", DocValuesKind.SortedSet))),
        };

        Should.Throw<CorruptIndexException>(() => DirectoryReader.Open(_directory, schema)).IsOtherFormat.ShouldBeTrue();
        IndexChecker.Check(_directory, schema, TestContext.Current.CancellationToken).Single().Message.ShouldStartWith("Other schema");
    }

    [Fact]
    public void Writer_OfALaterSchema_RefusesToMixThem()
    {
        WriteEarlier(count: 3);
        Should.Throw<CorruptIndexException>(() => IndexWriter.Open(_directory, _later)).IsOtherFormat.ShouldBeTrue();
    }

    [Fact]
    public void Create_OverAnEarlierSchema_LeavesItToReadersUntilTheFirstCommit()
    {
        WriteEarlier(count: 3);
        var anew = new IndexWriterOptions { Create = true };
        using (var broken = IndexWriter.Open(_directory, _later, anew))
        {
            broken.AddDocument(new Document().AddKeyword("id", "id7"));
            using var half = broken.GetReader();
            half.NumDocs.ShouldBe(1);
        }

        using var before = DirectoryReader.Open(_directory, _later);
        before.NumDocs.ShouldBe(2);
        using (var writer = IndexWriter.Open(_directory, _later, anew))
        {
            writer.UserData.ShouldBeEmpty();
            writer.AddDocument(new Document().AddKeyword("id", "id8"));
            writer.Commit();
        }

        using var after = before.OpenIfChanged()!;
        after.WrittenWith.ShouldBe(_later.Fingerprint);
        after.NumDocs.ShouldBe(1);
        after.Version.ShouldBeGreaterThan(before.Version);
        _directory.ListFiles().Count(static f => f.EndsWith(".seg", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Create_CommittedEmpty_IsEmpty()
    {
        WriteEarlier(count: 3);
        using (var writer = IndexWriter.Open(_directory, _earlier, new IndexWriterOptions { Create = true }))
        {
            writer.Commit();
        }

        using var reader = DirectoryReader.Open(_directory, _earlier);
        reader.NumDocs.ShouldBe(0);
    }

    // The first of them is deleted again.
    private void WriteEarlier(int count)
    {
        using var writer = IndexWriter.Open(_directory, _earlier);
        for (var i = 0; i < count; i++)
        {
            writer.AddDocument(new Document().AddKeyword("id", "id" + i).AddText("title", "title" + i).AddLong("day", 2000 + i).AddStored("text", "text" + i));
        }

        writer.Commit(new Dictionary<string, string> { ["sequence"] = "3" });
        writer.DeleteDocuments(new Term("id", "id0"));
        writer.Commit();
    }
}
