using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Codecs;

/// <summary>The worked examples of the formats' documentation, byte by byte.</summary>
public sealed class FormatExamplesTests
{
    private readonly MemoryIndexDirectory _directory = new();

    [Fact]
    public void Postings()
    {
        using var docs = new SpillBuffer(_directory, "d");
        using var positions = new SpillBuffer(_directory, "p");
        var writer = new PostingsWriter(IndexOptions.DocsFreqsPositions, default, docs, positions);
        writer.StartTerm();
        writer.AddDoc(3, 1);
        writer.AddPosition(7);
        writer.AddDoc(10, 2);
        writer.AddPosition(1);
        writer.AddPosition(300);
        var term = writer.FinishTerm(inlineLimit: 24);
        term.ShouldBe(new TermPostings(2, 3, 3, 4, IsInline: true));
        Hex(writer.InlineDocs).ShouldBe("07 0C 00");
        Hex(writer.InlinePositions).ShouldBe("07 01 AB 02");
    }

    [Fact]
    public void Terms()
    {
        var section = Section(writer =>
        {
            using var blocks = new SpillBuffer(_directory, "b");
            var terms = new TermsWriter(IndexOptions.DocsFreqsPositions, blocks);
            terms.Add("orm"u8, new TermPostings(1, 1, 1, 1, IsInline: true), [7], [2]);
            terms.Add("orms"u8, new TermPostings(200, 210, 90, 201, IsInline: false), default, default);
            terms.Finish(writer, 0, docCount: 200);
        });
        Hex(section.AsSpan(64, 23)).ShouldBe("00 00 08 00 03 6F 72 6D 03 01 73 03 00 01 01 07 02 90 03 0A 5A C9 01");
        Hex(section.AsSpan(0, 40)).ShouldBe(
            "02 00 00 00 C8 00 00 00 C9 00 00 00 00 00 00 00 D3 00 00 00 00 00 00 00 01 00 00 00 03 00 00 00 58 00 00 00 00 00 00 00");
        Hex(section.AsSpan(88)).ShouldBe("40 00 00 00 00 00 00 00 57 00 00 00 00 00 00 00 00 00 00 00 00 6D 72 6F");
    }

    [Fact]
    public void Numeric()
    {
        var present = new FixedBitSet(3);
        present.Set(0);
        present.Set(2);
        var section = Section(writer => NumericWriter.Write(writer, 0, [2024, 0, 2026], present));
        Hex(section.AsSpan(0, 21)).ShouldBe("E8 07 00 00 00 00 00 00 EA 07 00 00 00 00 00 00 02 00 00 00 01");
        Hex(section.AsSpan(64)).ShouldBe("05 00 00 00 00 00 00 00 00 00 02");
    }

    [Fact]
    public void SortedSet()
    {
        var section = Section(writer =>
        {
            var column = new SortedSetWriter(2);
            column.AddValue("orm"u8);
            column.AddValue("sql"u8);
            column.AddDocument(0, [0]);
            column.AddDocument(1, [0, 1]);
            column.Finish(writer, 0);
        });
        Hex(section.AsSpan(0, 32)).ShouldBe("02 00 00 00 03 00 00 00 01 00 00 00 00 00 00 00 58 00 00 00 00 00 00 00 68 00 00 00 00 00 00 00");
        Hex(section.AsSpan(64)).ShouldBe(
            "00 00 00 00 03 00 00 00 06 00 00 00 6F 72 6D 73 71 6C 00 00 00 00 00 00 00 00 00 00 01 00 00 00 03 00 00 00 00 00 00 00 01 01 02");
    }

    [Fact]
    public void StoredRecord()
    {
        var record = new ByteBuffer();
        StoredRecordFormat.Write(record, 1, "Hi");
        StoredRecordFormat.Write(record, 2, -3);
        Hex(record.Written).ShouldBe("04 02 48 69 0A 05");
    }

    [Fact]
    public void Summary()
    {
        var section = Section(static writer =>
        {
            var summary = new SummaryWriter(writer, 2);
            summary.Add([4, 2, 0x48, 0x69]);
            summary.Add(default);
            summary.Finish();
        });
        Hex(section).ShouldBe("04 02 48 69 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 04 00 00 00 04 00 00 00 08 00 00 00 00 00 00 00");
    }

    [Fact]
    public void Body()
    {
        var section = Section(static writer =>
        {
            var body = new BodyWriter(writer);
            body.Add([4, 2, 0x48, 0x69]);
            body.Finish();
        });
        Hex(section).ShouldBe(
            "05 00 00 00 06 00 00 00 50 04 04 02 48 69 00 00 00 00 00 00 00 00 00 00 0E 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 10 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00");
    }

    [Fact]
    public void Deletions()
    {
        var live = new FixedBitSet(3);
        live.Set(0);
        live.Set(2);
        var info = new SegmentInfo("s", 0x0102030405060708, 3, 0);
        using (var output = _directory.CreateOutput("s-1.del"))
        {
            DeletionsFormat.Write(output, info, live, deleted: 1);
        }

        var bytes = _directory.ReadAllBytes("s-1.del");
        Hex(bytes.AsSpan(0, bytes.Length - 4)).ShouldBe("50 44 45 4C 01 00 00 00 08 07 06 05 04 03 02 01 03 00 00 00 01 00 00 00 05 00 00 00 00 00 00 00");
        DeletionsFormat.Read("s-1.del", bytes, info, deleted: 1).Cardinality().ShouldBe(2);
    }

    [Fact]
    public void Segment()
    {
        using (var writer = new SegmentWriter(_directory.CreateOutput("s"), 0x0102030405060708))
        {
            writer.Begin(SectionKind.Info, 0);
            writer.Write((byte[])[1, 0, 0, 0, 0, 0, 0, 0, 0xEF, 0xCD, 0xAB, 0x89, 0x67, 0x45, 0x23, 0x01]);
            writer.End();
            writer.Finish();
        }

        var bytes = _directory.ReadAllBytes("s");
        bytes.Length.ShouldBe(192);
        Hex(bytes.AsSpan(0, 16)).ShouldBe("50 53 45 47 01 00 00 00 08 07 06 05 04 03 02 01");
        Hex(bytes.AsSpan(128, 24)).ShouldBe("01 00 00 00 00 00 00 00 40 00 00 00 00 00 00 00 10 00 00 00 00 00 00 00");
        Hex(bytes.AsSpan(160, 24)).ShouldBe("80 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00 C0 00 00 00 00 00 00 00");
        Hex(bytes.AsSpan(188)).ShouldBe("47 45 53 50");
    }

    // The check value of RFC 3720, B.4: 32 bytes of zeros.
    [Fact]
    public void Checksum() => Crc32C.Append(0, new byte[32]).ShouldBe(0x8A9136AAu);

    private static string Hex(ReadOnlySpan<byte> bytes) => string.Join(' ', Convert.ToHexString(bytes).Chunk(2).Select(static c => new string(c)));

    private byte[] Section(Action<SegmentWriter> write)
    {
        using (var writer = new SegmentWriter(_directory.CreateOutput("section"), 1))
        {
            write(writer);
            writer.Finish();
        }

        using var file = new SegmentFile(_directory.OpenInput("section"), 1);
        var entry = file.Entries[0];
        return _directory.ReadAllBytes("section").AsSpan((int)entry.Offset, (int)entry.Length).ToArray();
    }
}
