using System.Globalization;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Engine.Tests.Store;

namespace SearchPlanet.Engine.Tests.Indexing;

/// <summary>Flipped bits, torn tails and arbitrary bytes: found by the checker, and survived by readers that do not check.</summary>
public sealed class DamageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Check_SoundIndex_FindsNothing() => IndexChecker.Check(Build(out _, out _), IndexOracle.Schema, Cancelled).ShouldBeEmpty();

    [Fact]
    public void Check_FlippedBit_NamesFileSectionAndOffset()
    {
        var directory = Build(out var segment, out var entries);
        var sound = directory.ReadAllBytes(segment);
        var random = new Random(3);
        foreach (var entry in entries.Where(static e => e.Length > 0))
        {
            byte[] flipped = [.. sound];
            flipped[entry.Offset + random.NextInt64(entry.Length)] ^= (byte)(1 << random.Next(8));
            Replace(directory, segment, flipped);
            var problem = IndexChecker.Check(directory, IndexOracle.Schema, Cancelled).ShouldHaveSingleItem();
            problem.File.ShouldBe(segment);
            problem.Section.ShouldBe(entry.Name);
            problem.Offset.ShouldBe(entry.Offset);
        }
    }

    [Fact]
    public void Check_FlippedBitOutsideTheSections_NamesFileAndOffset()
    {
        // Every byte of header, gaps, contents and trailer.
        var directory = Build(out var segment, out var entries);
        var sound = directory.ReadAllBytes(segment);
        var contents = sound.Length - SegmentFormat.TrailerBytes - (entries.Length * SegmentFormat.EntryBytes);
        var random = new Random(6);
        for (var at = 0; at < sound.Length; at++)
        {
            if (entries.FirstOrDefault(e => e.Offset <= at && at < e.Offset + e.Length) is { Length: > 0 } section)
            {
                at = (int)(section.Offset + section.Length) - 1;
                continue;
            }

            byte[] flipped = [.. sound];
            flipped[at] ^= (byte)(1 << random.Next(8));
            Replace(directory, segment, flipped);
            var problem = IndexChecker.Check(directory, IndexOracle.Schema, Cancelled).ShouldHaveSingleItem($"byte {at}");
            problem.File.ShouldBe(segment);
            var isGap = at >= SegmentFormat.HeaderBytes && at < contents;
            problem.Offset.ShouldBeInRange(isGap ? at : 0, isGap ? at : sound.Length - 1, $"byte {at}");
        }
    }

    [Fact]
    public void Merge_OfAFlippedBit_IsRefused_NotCopiedUnderANewChecksum()
    {
        var directory = Build(out var segment, out var entries);
        var sound = directory.ReadAllBytes(segment);
        var random = new Random(4);
        foreach (var entry in entries.Where(static e => e.Length > 0))
        {
            byte[] flipped = [.. sound];
            flipped[entry.Offset + (entry.Length / 2)] ^= (byte)(1 << random.Next(8));
            Replace(directory, segment, flipped);
            string[] files = [.. directory.ListFiles().Order()];
            CorruptIndexException? damage = null;
            try
            {
                using var writer = IndexWriter.Open(directory, IndexOracle.Schema);
                damage = Should.Throw<CorruptIndexException>(() => writer.ForceMerge(1, Cancelled), entry.Name);
            }
            catch (CorruptIndexException e)
            {
                // Some damage shows at opening already.
                e.File.ShouldBe(segment);
            }

            (damage?.File ?? segment, damage?.Section ?? entry.Name, damage?.Offset ?? entry.Offset).ShouldBe((segment, entry.Name, entry.Offset));
            directory.ListFiles().Order().SequenceEqual(files).ShouldBeTrue(entry.Name);
        }
    }

    [Fact]
    public void MergeInTheBackground_OfAFlippedBit_IsToldAndLosesNothing()
    {
        var directory = Build(out var segment, out var entries);
        var entry = entries.Single(static e => e.Kind == SectionKind.Body);
        var flipped = directory.ReadAllBytes(segment);
        flipped[entry.Offset + 3] ^= 1;
        Replace(directory, segment, flipped);
        var options = new IndexWriterOptions { MergePolicy = new MergePolicy { MaxDeletedPart = 0 } };
        using var writer = IndexWriter.Open(directory, IndexOracle.Schema, options);
        for (var i = 0; i < 2; i++)
        {
            writer.AddDocument(new Document().AddId("new" + i));
            writer.GetReader().Dispose();
            writer.WaitForMerges(Cancelled);
        }

        writer.MergeFailure.ShouldBeOfType<CorruptIndexException>().Section.ShouldBe(entry.Name);
        using var reader = writer.GetReader();
        reader.NumDocs.ShouldBe(1501);
    }

    [Fact]
    public void Check_BesideAWriterThatReplacesTheCommit_TakesNoFileForMissing()
    {
        var memory = Build(out _, out _);
        var directory = new FaultyDirectory(memory, int.MaxValue);
        using var writer = IndexWriter.Open(memory, IndexOracle.Schema);
        var isReplaced = false;
        directory.Opening = _ =>
        {
            if (!isReplaced)
            {
                isReplaced = true;
                writer.ForceMerge(1, Cancelled);
                writer.Commit();
            }
        };
        IndexChecker.Check(directory, IndexOracle.Schema, Cancelled).ShouldBeEmpty();
        directory.Open.ShouldBe(0);
    }

    [Fact]
    public void Check_DamagedFrame_LeavesNothingMapped()
    {
        var memory = Build(out var segment, out _);
        Replace(memory, segment, memory.ReadAllBytes(segment)[..^1]);
        var directory = new FaultyDirectory(memory, int.MaxValue);
        IndexChecker.Check(directory, IndexOracle.Schema, Cancelled).ShouldHaveSingleItem();
        directory.Open.ShouldBe(0);
    }

    [Fact]
    public void Check_FileOfTheCommitMissing_NamesIt()
    {
        foreach (var ending in (string[])[".seg", ".del"])
        {
            var directory = Build(out _, out _);
            var file = directory.ListFiles().Single(f => f.EndsWith(ending));
            directory.DeleteFile(file);
            IndexChecker.Check(directory, IndexOracle.Schema, Cancelled).ShouldHaveSingleItem().File.ShouldBe(file);
            IndexChecker.CheckFiles(directory, Cancelled).ShouldHaveSingleItem().File.ShouldBe(file);
        }
    }

    [Fact]
    public void Check_TornTail_IsFound()
    {
        var directory = Build(out var segment, out _);
        var sound = directory.ReadAllBytes(segment);
        foreach (var length in (int[])[0, 1, 15, 64, sound.Length / 2, sound.Length - 1])
        {
            Replace(directory, segment, sound[..length]);
            IndexChecker.Check(directory, IndexOracle.Schema, Cancelled).ShouldHaveSingleItem().File.ShouldBe(segment);
            Should.Throw<CorruptIndexException>(() => DirectoryReader.Open(directory, IndexOracle.Schema)).File.ShouldBe(segment);
        }
    }

    [Fact]
    public void Check_OtherFilesDamagedOrTorn_NamesThem()
    {
        foreach (var ending in (string[])[".del", ".json"])
        {
            var directory = Build(out _, out _);
            var file = directory.ListFiles().Single(f => f.EndsWith(ending));
            var sound = directory.ReadAllBytes(file);
            for (var at = 0; at < sound.Length; at += 1 + (sound.Length / 60))
            {
                byte[] damaged = [.. sound];
                damaged[at] ^= 4;
                if (at % 5 == 0)
                {
                    damaged = sound[..at];
                }

                Replace(directory, file, damaged);
                IndexChecker.Check(directory, IndexOracle.Schema, Cancelled).ShouldHaveSingleItem($"{file} byte {at}").File.ShouldBe(file);
                Should.Throw<CorruptIndexException>(() => DirectoryReader.Open(directory, IndexOracle.Schema)).File.ShouldBe(file);
            }
        }
    }

    [Fact]
    public void Open_NewestManifestDamaged_FallsBackToTheOneBefore()
    {
        var directory = Build(out _, out _);
        var file = directory.ListFiles().Single(static f => f.EndsWith(".json"));
        ManifestFormat.TryParseName(file, out var generation).ShouldBeTrue();
        Replace(directory, ManifestFormat.FileName(generation + 1), directory.ReadAllBytes(file)[..100]);
        using (var reader = DirectoryReader.Open(directory, IndexOracle.Schema))
        {
            reader.NumDocs.ShouldBeGreaterThan(0);
        }

        using var writer = IndexWriter.Open(directory, IndexOracle.Schema);
        writer.Commit(new Dictionary<string, string> { ["k"] = "v" }).ShouldBe(generation + 1);
        IndexChecker.Check(directory, IndexOracle.Schema, Cancelled).ShouldBeEmpty();
    }

    [Fact]
    public void Open_MoreDocumentsThanAnIntCanNumber_IsRefused()
    {
        var directory = Build(out _, out _);
        var file = directory.ListFiles().Single(static f => f.EndsWith(".json"));
        var commit = ManifestFormat.Read(file, directory.ReadAllBytes(file));
        var great = commit.Segments[0] with { Info = commit.Segments[0].Info with { MaxDoc = int.MaxValue / 2 } };
        Replace(directory, file, ManifestFormat.Write(commit with { Segments = [great, great, great] }));
        Should.Throw<CorruptIndexException>(() => DirectoryReader.Open(directory, IndexOracle.Schema)).What.ShouldBe("Too many documents");
    }

    [Fact]
    public void Readers_ArbitraryDamage_ThrowButNeverCrash()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"Seed {seed}");
        var random = new Random(seed);
        var directory = Build(out var segment, out var entries);
        var sound = directory.ReadAllBytes(segment);
        var refused = 0;
        var rounds = int.Parse(Environment.GetEnvironmentVariable("SEARCHPLANET_DAMAGES") ?? "400", CultureInfo.InvariantCulture);
        for (var round = 0; round < rounds; round++)
        {
            // One or several sections damaged in few or many places; the frame stays as it is, so that the damage reaches the decoders.
            byte[] damaged = [.. sound];
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var entry = entries[random.Next(entries.Length)];
                for (var j = random.Next(2) == 0 ? 1 : random.Next(1, 200); j > 0 && entry.Length > 0; j--)
                {
                    damaged[entry.Offset + random.NextInt64(entry.Length)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
                }
            }

            Replace(directory, segment, damaged);
            List<IndexProblem> problems = [];
            IndexChecker.Collect(problems, segment, () =>
            {
                using var reader = DirectoryReader.Open(directory, IndexOracle.Schema);
                var core = reader.Leaves[0].Reader.Core;
                new SegmentChecker(core, Cancelled).Check(problems);
                Seek(core, random);
            });
            refused += problems.Count > 0 ? 1 : 0;
        }

        refused.ShouldBeGreaterThan(rounds / 4);
    }

    private static void Seek(SegmentCore core, Random random)
    {
        var target = new byte[6];
        for (var field = 0; field < core.Schema.Fields.Length; field++)
        {
            if (core.Terms(field) is not { } terms)
            {
                continue;
            }

            for (var i = 0; i < 20; i++)
            {
                random.NextBytes(target);
                if (terms.TryGet(target, out var state))
                {
                    new PostingsEnum(core.Postings(field)!, state).Advance(random.Next(core.Info.MaxDoc));
                }

                var cursor = terms.Iterator();
                if (cursor.SeekCeil(target.AsSpan(0, random.Next(6))) != SeekStatus.End)
                {
                    var postings = new PostingsEnum(core.Postings(field)!, cursor.State);
                    var positions = new PositionsLookup(core.Postings(field)!, cursor.State);
                    for (var doc = random.Next(32); doc < core.Info.MaxDoc; doc += 1 + random.Next(256))
                    {
                        if (positions.TryMoveTo(doc))
                        {
                            _ = positions.Positions();
                        }
                    }

                    postings.AdvanceShallow(random.Next(core.Info.MaxDoc));
                    postings.Advance(random.Next(core.Info.MaxDoc));
                }
            }
        }
    }

    private static void Replace(MemoryIndexDirectory directory, string file, byte[] bytes)
    {
        using var output = directory.CreateOutput(file);
        output.Write(bytes);
    }

    // One segment with every kind of section, lists of several blocks, dense ones among them, and a deletion.
    private static MemoryIndexDirectory Build(out string segment, out SectionEntry[] entries)
    {
        var random = new Random(5);
        var directory = new MemoryIndexDirectory();
        var document = new Document();
        using (var writer = IndexWriter.Open(directory, IndexOracle.Schema))
        {
            for (var i = 0; i < 1500; i++)
            {
                var entry = IndexOracle.RandomEntry(random, "id" + i) with { Body = "body " + i };
                writer.AddDocument(IndexOracle.Fill(document, entry));
            }

            writer.Commit();
            writer.DeleteDocuments(new Term("id", "id7"));
            writer.Commit();
        }

        segment = directory.ListFiles().Single(static f => f.EndsWith(".seg"));
        using var reader = DirectoryReader.Open(directory, IndexOracle.Schema);
        entries = reader.Leaves[0].Reader.Core.File.Entries.ToArray();
        return directory;
    }
}
