using SearchPlanet.Bench.Peers;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Bench.Micro;

/// <summary>
/// 200,000 short documents of made-up words in one segment in memory, the same on every machine: word n is in about one
/// document of n + 2. For benchmarks of single structures; whole queries over real text are the peers' classes.
/// </summary>
internal static class MicroCorpus
{
    internal const int Documents = 200_000;
    private const int Words = 20_000;

    internal static DirectoryReader Open()
    {
        var directory = new MemoryIndexDirectory();
        var random = new Random(1);
        using (var writer = IndexWriter.Open(directory, PeerSchema.Create()))
        {
            var document = new Document();
            var words = new List<string>();
            for (var i = 0; i < Documents; i++)
            {
                words.Clear();
                for (var n = 0; n < 20; n++)
                {
                    words.Add(Word((int)Math.Pow(Words, random.NextDouble()) - 1));
                }

                document.Clear();
                document.AddKeyword("id", i.ToString(System.Globalization.CultureInfo.InvariantCulture)).AddText("text", string.Join(' ', words));
                document.AddKeyword("tag", "t" + random.Next(2000)).AddKeyword("tag", "t" + random.Next(50)).AddKeyword("author", "a" + random.Next(9000));
                document.AddLong("date", random.Next(20000101, 20261231));
                writer.AddDocument(document);
            }

            writer.ForceMerge(1);
            writer.Commit();
        }

        return DirectoryReader.Open(directory, PeerSchema.Create());
    }

    /// <summary>Letters that tell the number: no two words are alike.</summary>
    internal static string Word(int n)
    {
        Span<char> letters = stackalloc char[6];
        for (var i = letters.Length - 1; i >= 0; i--, n /= 26)
        {
            letters[i] = (char)('a' + (n % 26));
        }

        return letters.ToString();
    }
}
