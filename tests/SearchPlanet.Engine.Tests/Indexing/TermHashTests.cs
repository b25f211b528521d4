using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Tests.Indexing;

public sealed class TermHashTests
{
    [Fact]
    public void AddFindSort_AgainstDictionary_GiveTheSame()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"Seed {seed}");
        var random = new Random(seed);
        var hash = new TermHash();
        for (var round = 0; round < 4; round++)
        {
            // Few letters: many terms begin alike, with zeros too, and come again.
            Dictionary<string, int> expected = new(StringComparer.Ordinal);
            for (var i = 0; i < 20_000; i++)
            {
                var term = new byte[random.Next(100) == 0 ? random.Next(4096) : random.Next(random.Next(1, 20))];
                foreach (ref var b in term.AsSpan())
                {
                    b = (byte)(random.Next(20) == 0 ? random.Next(256) : random.Next(3));
                }

                var text = Convert.ToHexString(term);
                Assert.Equal(expected.GetValueOrDefault(text, -1), hash.Find(term));
                Assert.Equal(expected.GetValueOrDefault(text, expected.Count), hash.Add(term));
                expected.TryAdd(text, expected.Count);
            }

            hash.Count.ShouldBe(expected.Count);
            hash.Sort().ShouldBe(expected.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => p.Value));
            hash.Clear();
        }
    }
}
