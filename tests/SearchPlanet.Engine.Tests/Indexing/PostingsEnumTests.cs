using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Indexing;

/// <summary>Lists of every length and density against sorted arrays.</summary>
public sealed class PostingsEnumTests
{
    private const int MaxDoc = 60_000;

    public static TheoryData<int, double> Lists()
    {
        var lists = new TheoryData<int, double>();
        foreach (var count in (int[])[1, 2, 127, 128, 129, 255, 256, 257, 1000, 5000])
        {
            foreach (var density in (double[])[1, 0.9, 0.5, 0.1])
            {
                lists.Add(count, density);
            }
        }

        return lists;
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void AllWays_AgainstSortedArrays_GiveTheSame(int count, double density)
    {
        var random = new Random(count + (int)(density * 10));
        var docs = RandomDocs(random, count, density);
        int[][] positions = [.. docs.Select(_ => RandomPositions(random))];
        var norms = new byte[MaxDoc];
        random.NextBytes(norms);
        using var file = Write(docs, positions, norms);
        var terms = file.Find(SectionKind.Terms, 0);
        new Terms(terms).TryGet("term"u8, out var state).ShouldBeTrue();
        var field = new FieldPostings(
            file.Find(SectionKind.Postings, 0), file.Find(SectionKind.Positions, 0), terms, file.Find(SectionKind.Norms, 0), IndexOptions.DocsFreqsPositions, MaxDoc);
        PostingsEnum Open() => new(field, state);

        VerifyAll(Open(), docs, positions);
        VerifyBlocks(Open(), docs, positions, norms);
        for (var round = 0; round < 20; round++)
        {
            VerifyAdvance(Open(), docs, positions, random, 1 + random.Next(1 << random.Next(1, 14)));
            VerifyLookup(new PositionsLookup(field, state), docs, positions, random, 1 + random.Next(1 << random.Next(1, 14)));
        }

        var bits = new FixedBitSet(MaxDoc);
        Open().FillBitSet(bits);
        Enumerable.Range(0, MaxDoc).Where(d => bits[d]).ShouldBe(docs);
    }

    /// <summary>Neighbours take next to no bytes, the directory of a full block still more than nothing.</summary>
    [Theory]
    [MemberData(nameof(Lists))]
    public void DocsAlone_AgainstSortedArrays_GiveTheSame(int count, double density)
    {
        var docs = RandomDocs(new Random(count + (int)(density * 10)), count, density);
        using var file = Write(docs, [.. docs.Select(_ => (int[])[0])], new byte[MaxDoc], IndexOptions.Docs);
        var terms = file.Find(SectionKind.Terms, 0);
        foreach (var term in (string[])["a", "term", "z"])
        {
            new Terms(terms).TryGet(System.Text.Encoding.UTF8.GetBytes(term), out var state).ShouldBeTrue();
            var bits = new FixedBitSet(MaxDoc);
            new PostingsEnum(new FieldPostings(file.Find(SectionKind.Postings, 0), default, terms, file.Find(SectionKind.Norms, 0), IndexOptions.Docs, MaxDoc), state).FillBitSet(bits);
            Enumerable.Range(0, MaxDoc).Where(d => bits[d]).ShouldBe(docs);
        }
    }

    [Fact]
    public unsafe void AddUp_VectorAndScalar_GiveTheSame()
    {
        var random = new Random(4);
        for (var round = 0; round < 100; round++)
        {
            uint[] vector = [.. Enumerable.Range(0, PostingsEnum.BlockSize).Select(_ => (uint)random.Next(1 << random.Next(1, 20)))];
            uint[] scalar = [.. vector];
            var before = round == 0 ? uint.MaxValue : (uint)random.Next(1 << 20);
            fixed (uint* v = vector)
            fixed (uint* s = scalar)
            {
                PostingsBlocks.AddUpVector(v, before);
                PostingsBlocks.AddUpScalar(s, before);
            }

            vector.ShouldBe(scalar);
        }
    }

    [Fact]
    public unsafe void AddOne_VectorAndScalar_GiveTheSame()
    {
        var random = new Random(6);
        int[] vector = [.. Enumerable.Range(0, PostingsEnum.BlockSize).Select(i => i == 0 ? int.MaxValue : random.Next(1 << random.Next(1, 31)))];
        int[] scalar = [.. vector];
        int[] expected = [.. vector.Select(static freq => unchecked(freq + 1))];
        fixed (int* v = vector)
        fixed (int* s = scalar)
        {
            PostingsBlocks.AddOneVector(v);
            PostingsBlocks.AddOneScalar(s);
        }

        vector.ShouldBe(expected);
        scalar.ShouldBe(expected);
    }

    [Fact]
    public unsafe void Cap_VectorAndScalar_GiveTheSame()
    {
        var random = new Random(7);
        uint[] less = [.. Enumerable.Range(0, PostingsEnum.BlockSize).Select(i => i == 0 ? uint.MaxValue : (uint)random.Next(1 << random.Next(1, 31)))];
        less[1] = 253;
        less[2] = 254;
        less[3] = 255;
        var vector = new byte[less.Length];
        var scalar = new byte[less.Length];
        fixed (uint* from = less)
        fixed (byte* v = vector)
        fixed (byte* s = scalar)
        {
            PostingsBlocks.CapVector(from, v);
            PostingsBlocks.CapScalar(from, s);
        }

        vector.ShouldBe(less.Select(static freq => (byte)Math.Min(freq + 1L, 255)));
        scalar.ShouldBe(vector);
    }

    private static void VerifyAll(PostingsEnum postings, int[] docs, int[][] positions)
    {
        postings.DocFreq.ShouldBe(docs.Length);
        postings.TotalTermFreq.ShouldBe(positions.Sum(static p => p.Length));
        postings.DocId.ShouldBe(-1);
        for (var i = 0; i < docs.Length; i++)
        {
            (postings.NextDoc() == docs[i] && postings.DocId == docs[i]).ShouldBeTrue();
            postings.Freq.ShouldBe(positions[i].Length);
            postings.Positions.SequenceEqual(positions[i]).ShouldBeTrue();
        }

        postings.NextDoc().ShouldBe(PostingsEnum.NoMoreDocs);
        postings.DocId.ShouldBe(PostingsEnum.NoMoreDocs);
    }

    private static void VerifyBlocks(PostingsEnum postings, int[] docs, int[][] positions, byte[] norms)
    {
        var at = 0;
        postings.BlockCount.ShouldBe((docs.Length + 127) / 128);
        for (var block = 0; postings.NextBlock(); block++)
        {
            postings.Block.ShouldBe(block);
            postings.Docs.SequenceEqual(docs.AsSpan(at, Math.Min(128, docs.Length - at))).ShouldBeTrue();
            postings.LastDocOf(block).ShouldBe(postings.Docs[^1]);
            // Bytes before numbers and after: either may be asked for first.
            var isBytesFirst = block % 2 == 0;
            var bytes = isBytesFirst ? postings.CappedFreqs.ToArray() : [];
            var freqs = postings.Freqs;
            bytes = isBytesFirst ? bytes : postings.CappedFreqs.ToArray();
            bytes.ShouldBe(freqs.ToArray().Select(static freq => (byte)Math.Min(freq, 255)));
            var impacts = postings.ImpactsOf(block);
            impacts.Count.ShouldBeInRange(1, 4);
            for (var i = 0; i < freqs.Length; i++, at++)
            {
                freqs[i].ShouldBe(positions[at].Length);
                var isBounded = false;
                for (var j = 0; j < impacts.Count; j++)
                {
                    isBounded |= freqs[i] <= impacts.Freq(j) && norms[docs[at]] >= impacts.Norm(j);
                }

                isBounded.ShouldBeTrue();
            }
        }

        at.ShouldBe(docs.Length);
        postings.DecodeBlock(0);
        postings.DocId.ShouldBe(docs[0]);
    }

    private static void VerifyAdvance(PostingsEnum postings, int[] docs, int[][] positions, Random random, int step)
    {
        var target = 0;
        while (postings.DocId != PostingsEnum.NoMoreDocs)
        {
            target = Math.Max(postings.DocId, target) + 1 + random.Next(step);
            var at = Array.BinarySearch(docs, target);
            at = at < 0 ? ~at : at;
            var before = postings.DocId;
            if (random.Next(2) == 0)
            {
                var block = postings.AdvanceShallow(target);
                postings.DocId.ShouldBe(before);
                if (docs.Length >= 128)
                {
                    block.ShouldBe(at == docs.Length ? postings.BlockCount : at / 128);
                }
            }

            postings.Advance(target).ShouldBe(at == docs.Length ? PostingsEnum.NoMoreDocs : docs[at]);
            if (at < docs.Length && random.Next(2) == 0)
            {
                postings.Freq.ShouldBe(positions[at].Length);
                if (random.Next(2) == 0)
                {
                    postings.Positions.SequenceEqual(positions[at]).ShouldBeTrue();
                }
            }
        }
    }

    private static void VerifyLookup(PositionsLookup lookup, int[] docs, int[][] positions, Random random, int step)
    {
        for (var doc = random.Next(step); doc < docs[^1] + 300; doc += 1 + random.Next(step))
        {
            var at = Array.BinarySearch(docs, doc);
            lookup.TryMoveTo(doc).ShouldBe(at >= 0);
            if (at >= 0 && random.Next(4) > 0)
            {
                lookup.Freq.ShouldBe(positions[at].Length);
                lookup.Positions().SequenceEqual(positions[at]).ShouldBeTrue();
            }
        }
    }

    private static SegmentFile Write(int[] docs, int[][] positions, byte[] norms, IndexOptions options = IndexOptions.DocsFreqsPositions)
    {
        var directory = new MemoryIndexDirectory();
        using (var writer = new SegmentWriter(directory.CreateOutput("s"), 1))
        using (var field = new FieldPostingsWriter(directory, "t", options, norms))
        {
            writer.Begin(SectionKind.Norms, 0);
            writer.Write(norms);
            writer.End();

            // Terms around it, so that nothing begins where its section does.
            foreach (var term in (string[])["a", "term", "z"])
            {
                field.StartTerm();
                for (var i = 0; i < docs.Length; i++)
                {
                    field.Postings.AddDoc(docs[i], positions[i].Length);
                    foreach (var position in options == IndexOptions.DocsFreqsPositions ? positions[i] : [])
                    {
                        field.Postings.AddPosition(position);
                    }
                }

                field.FinishTerm(System.Text.Encoding.UTF8.GetBytes(term));
            }

            field.Finish(writer, 0, docs.Length);
            writer.Finish();
        }

        return new SegmentFile(directory.OpenInput("s"), 1);
    }

    private static int[] RandomDocs(Random random, int count, double density)
    {
        var docs = new int[count];
        var doc = random.Next(100) - 1;
        for (var i = 0; i < count; i++)
        {
            do
            {
                doc++;
            }
            while (random.NextDouble() > density);
            if (random.Next(500) == 0)
            {
                doc += random.Next(1000);
            }

            docs[i] = Math.Min(doc, MaxDoc - count + i);
            doc = docs[i];
        }

        return docs;
    }

    private static int[] RandomPositions(Random random)
    {
        var positions = new int[random.Next(20) == 0 ? random.Next(1, 600) : random.Next(1, 4)];
        var position = -1;
        for (var i = 0; i < positions.Length; i++)
        {
            position += random.Next(50) == 0 ? random.Next(100_000) + 1 : random.Next(1, 60);
            positions[i] = position;
        }

        return positions;
    }
}
