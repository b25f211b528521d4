using System.Text;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Search;

public class LevenshteinAutomatonTests
{
    [Fact]
    public void Count_FuzzyWords_AreThoseOfTheTable()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        const string Letters = "abcé日";
        var words = Enumerable.Range(0, 3000)
            .Select(_ => string.Create(random.Next(1, 8), random, static (span, r) =>
            {
                foreach (ref var c in span)
                {
                    c = Letters[r.Next(Letters.Length)];
                }
            }))
            .Distinct().ToArray();
        var schema = new IndexSchema(FieldType.Keyword("word"));
        var directory = new MemoryIndexDirectory();
        using (var writer = IndexWriter.Open(directory, schema))
        {
            foreach (var word in words)
            {
                writer.AddDocument(new Document().AddKeyword("word", word));
            }

            writer.Commit();
        }

        using var reader = DirectoryReader.Open(directory, schema);
        var searcher = new IndexSearcher(reader);
        foreach (var word in words.Take(40))
        {
            for (var edits = 1; edits <= 2; edits++)
            {
                var query = new FuzzyQuery(new Term("word", word), edits) { MaxExpansions = int.MaxValue };
                var expected = words.Count(other => ReferenceSearch.Edits(word, other) is var n && n <= edits && n < Math.Min(word.Length, other.Length));
                if (searcher.Count(query, TestContext.Current.CancellationToken) != expected)
                {
                    Assert.Fail($"seed {Seed}: {word} within {edits} edits, {Encoding.UTF8.GetByteCount(word)} bytes");
                }
            }
        }
    }
}
