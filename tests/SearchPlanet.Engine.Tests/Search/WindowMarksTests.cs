using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Tests.Search;

/// <summary>What is done to a window's bytes by vectors or without checks, against plain loops.</summary>
public sealed class WindowMarksTests
{
    private const int From = 8192;

    [Fact]
    public void AddBits_AnyMarks_AddsABitForEach()
    {
        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var marks = Marks(random, round / 50.0);
            var expected = new ulong[DocWindow.Size / 64];
            for (var i = 0; i < expected.Length; i += 3)
            {
                expected[i] = (ulong)random.NextInt64();
            }

            ulong[] byWord = [.. expected], byHalf = [.. expected], chosen = [.. expected];
            for (var i = 0; i < marks.Length; i++)
            {
                expected[i >> 6] |= marks[i] == 0 ? 0 : 1UL << i;
            }

            WindowMarks.AddBitsByWord(marks, byWord);
            WindowMarks.AddBitsByHalf(marks, byHalf);
            WindowMarks.AddBits(marks, chosen);
            byWord.ShouldBe(expected);
            byHalf.ShouldBe(expected);
            chosen.ShouldBe(expected);
        }
    }

    [Fact]
    public void SetReadAndRetain_AnyDocuments_DoAsCheckedLoops()
    {
        var random = new Random(2);
        for (var round = 0; round < 100; round++)
        {
            var docs = Docs(random, round / 100.0);
            byte[] freqs = [.. docs.Select(_ => (byte)random.Next(1, 256))];
            var marks = new byte[DocWindow.Size];
            var expected = new byte[DocWindow.Size];
            WindowMarks.Set(docs, From, marks);
            foreach (var doc in docs)
            {
                expected[doc - From] = 1;
            }

            marks.ShouldBe(expected);
            WindowMarks.Set(docs, freqs, From, marks);
            for (var i = 0; i < docs.Length; i++)
            {
                expected[docs[i] - From] = freqs[i];
            }

            marks.ShouldBe(expected);

            var others = Docs(random, random.NextDouble());
            byte[] beside = [.. others.Select(static doc => (byte)(doc * 3))];
            int[] kept = [.. others.Where(doc => expected[doc - From] != 0)];
            WindowMarks.Retain(others, beside, From, marks).ShouldBe(kept.Length);
            others[..kept.Length].ShouldBe(kept);
            beside[..kept.Length].ShouldBe(kept.Select(static doc => (byte)(doc * 3)));
            WindowMarks.Read(others.AsSpan(0, kept.Length), From, marks, beside);
            beside[..kept.Length].ShouldBe(kept.Select(doc => expected[doc - From]));
        }
    }

    [Fact]
    public void Set_DocumentsOutsideTheWindow_Throws()
    {
        var marks = new byte[DocWindow.Size];
        Should.Throw<ArgumentOutOfRangeException>(() => WindowMarks.Set([From - 1, From], From, marks));
        Should.Throw<ArgumentOutOfRangeException>(() => WindowMarks.Set([From, From + DocWindow.Size], From, marks));
        Should.Throw<ArgumentOutOfRangeException>(() => WindowMarks.Set([From, From + 1], [1], From, marks));
        Should.Throw<ArgumentOutOfRangeException>(() => WindowMarks.Retain(new int[] { From - 1 }, new byte[1], From, marks));
    }

    [Fact]
    public void CandidatesFromSums_AnySums_AreThoseAboveTheLimit()
    {
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            var buffers = WindowBuffers.Rent();
            var sums = buffers.ClearedSums();
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] = random.Next(20) == 0 ? Math.Round(random.NextDouble(), 1) : 0;
            }

            var expected = sums.ToArray().Select(static (sum, i) => (Doc: From + i, Sum: sum)).Where(static hit => hit.Sum > 0.5).ToArray();
            buffers.CandidatesFromSums(From, 0.5).ShouldBe(expected.Length);
            buffers.Docs[..expected.Length].ToArray().ShouldBe(expected.Select(static hit => hit.Doc));
            buffers.Scores[..expected.Length].ToArray().ShouldBe(expected.Select(static hit => hit.Sum));
        }
    }

    private static byte[] Marks(Random random, double density)
    {
        var marks = new byte[DocWindow.Size];
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i] = random.NextDouble() < density ? (byte)random.Next(256) : (byte)0;
        }

        return marks;
    }

    private static int[] Docs(Random random, double density) =>
        [.. Enumerable.Range(From, DocWindow.Size).Where(_ => random.NextDouble() < density)];
}
