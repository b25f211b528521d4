using System.Text;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Indexing;

public sealed class TermsEnumTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(3000)]
    public void Seeks_AgainstSortedArray_FindTheSame(int count)
    {
        var random = new Random(count);
        var words = RandomWords(random, count);
        byte[][] sorted = [.. words.Select(Encoding.UTF8.GetBytes)];
        Array.Sort(sorted, static (a, b) => a.AsSpan().SequenceCompareTo(b));
        using var file = Write(sorted);
        var terms = new Terms(file.Find(SectionKind.Terms, 0));
        terms.Count.ShouldBe(sorted.Length);

        var cursor = terms.Iterator();
        for (var i = 0; i < sorted.Length; i++)
        {
            cursor.Next().ShouldBeTrue();
            cursor.Term.SequenceEqual(sorted[i]).ShouldBeTrue();
            cursor.DocFreq.ShouldBe((i % 200) + 1);
        }

        cursor.Next().ShouldBeFalse();
        byte[][] targets = [.. sorted, .. RandomWords(random, 2000).Select(Encoding.UTF8.GetBytes), [], [0xFF]];
        random.Shuffle(targets);
        foreach (var target in targets)
        {
            var at = Array.BinarySearch(sorted, target, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));
            terms.TryGet(target, out var state).ShouldBe(at >= 0);
            cursor.SeekExact(target).ShouldBe(at >= 0);
            if (at >= 0)
            {
                state.Ordinal.ShouldBe(at);
                state.DocFreq.ShouldBe((at % 200) + 1);
                cursor.State.ShouldBe(state);
            }

            var ceiling = at >= 0 ? at : ~at;
            var status = cursor.SeekCeil(target);
            status.ShouldBe(at >= 0 ? SeekStatus.Found : ceiling < sorted.Length ? SeekStatus.NotFound : SeekStatus.End);
            for (var i = ceiling; i < Math.Min(sorted.Length, ceiling + random.Next(5)); i++)
            {
                cursor.Term.SequenceEqual(sorted[i]).ShouldBeTrue();
                cursor.Ordinal.ShouldBe(i);
                cursor.Next().ShouldBe(i + 1 < sorted.Length);
            }
        }
    }

    [Fact]
    public void NextAccepted_WithSeeks_FindsWhatAScanFinds()
    {
        byte[][] sorted = [.. RandomWords(new Random(5), 3000).Select(Encoding.UTF8.GetBytes)];
        Array.Sort(sorted, static (a, b) => a.AsSpan().SequenceCompareTo(b));
        using var file = Write(sorted);
        var cursor = new Terms(file.Find(SectionKind.Terms, 0)).Iterator();
        var acceptor = new SecondByteAcceptor((byte)'c');
        List<byte[]> found = [];
        while (cursor.NextAccepted(acceptor))
        {
            found.Add(cursor.Term.ToArray());
        }

        found.ShouldBe(sorted.Where(static t => t.Length > 1 && t[1] == 'c'));
        acceptor.Tested.ShouldBeLessThan(sorted.Length / 2);
    }

    private static SegmentFile Write(byte[][] sorted)
    {
        var directory = new MemoryIndexDirectory();
        using (var writer = new SegmentWriter(directory.CreateOutput("s"), 1))
        using (var field = new FieldPostingsWriter(directory, "t", IndexOptions.Docs, default))
        {
            for (var i = 0; i < sorted.Length; i++)
            {
                field.StartTerm();
                for (var doc = 0; doc <= i % 200; doc++)
                {
                    field.Postings.AddDoc(doc * 3, 1);
                }

                field.FinishTerm(sorted[i]);
            }

            field.Finish(writer, 0, 600);
            writer.Finish();
        }

        return new SegmentFile(directory.OpenInput("s"), 1);
    }

    // Short ones, ones that share their first eight bytes and more, ones of zeros and high bytes, one as long as allowed.
    private static string[] RandomWords(Random random, int count)
    {
        HashSet<string> words = [];
        while (words.Count < count)
        {
            words.Add(random.Next(6) switch
            {
                0 => "https://example.org/" + random.Next(count),
                1 => "abcdefgh" + new string('\0', random.Next(3)),
                2 => new string('é', random.Next(1, 12)) + random.Next(count),
                3 => new string('a', random.Next(1, TermsFormat.MaxTermBytes)),
                _ => new string([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)('a' + random.Next(6)))]),
            });
        }

        return [.. words];
    }

    private sealed class SecondByteAcceptor(byte second) : ITermAcceptor
    {
        private byte[] _last = [];

        public int Tested { get; private set; }

        public bool Accept(ReadOnlySpan<byte> term, int sharedPrefix)
        {
            Tested++;
            sharedPrefix.ShouldBe(term.CommonPrefixLength(_last));
            _last = term.ToArray();
            return term.Length > 1 && term[1] == second;
        }

        public int NextCandidate(ReadOnlySpan<byte> term, Span<byte> candidate)
        {
            int first = term[0];
            if (term.Length > 1 && term[1] > second)
            {
                first++;
            }

            if (first > 255)
            {
                return -1;
            }

            candidate[0] = (byte)first;
            candidate[1] = second;
            return 2;
        }
    }
}
