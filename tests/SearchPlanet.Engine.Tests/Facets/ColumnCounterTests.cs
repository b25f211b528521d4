using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Facets;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Facets;

/// <summary>Columns of each width, with one value a document and with none to many, against counting value by value.</summary>
public sealed class ColumnCounterTests
{
    [Theory]
    [InlineData(20, 3, 1, 1)]
    [InlineData(20, 500, 14, 1)]
    [InlineData(3000, 3000, 1, 2)]
    [InlineData(5000, 3000, 14, 2)]
    [InlineData(1_000_000, 150_000, 1, 4)]
    [InlineData(1_000_000, 12_000, 14, 4)]
    public void Count_SomeDocuments_CountsEachOfTheirValues(int vocabulary, int docs, int most, int width)
    {
        var random = new Random(vocabulary + docs + most);
        // The first and the last document are full: their rows reach the ends of the column.
        var values = Enumerable.Range(0, docs)
            .Select(doc => Enumerable.Range(0, doc == 0 || doc == docs - 1 ? most : random.Next(most + 1)).Select(_ => random.Next(vocabulary)).Distinct().ToArray())
            .ToArray();
        using var reader = Index(values);
        var segment = reader.Leaves.ShouldHaveSingleItem().Reader;
        var column = segment.SortedSetDocValues("value").ShouldNotBeNull();
        (column.IsSingleValued, column.OrdinalWidth).ShouldBe((most == 1, width));
        foreach (var share in (double[])[0, 0.01, 0.5, 1])
        {
            int[] chosen = [.. Enumerable.Range(0, docs).Where(_ => random.NextDouble() < share)];
            var counts = new int[column.ValueCount + 1];

            ColumnCounter.Count([.. chosen, .. new int[ColumnCounter.LookAhead]], column, counts);

            var expected = new int[column.ValueCount + 1];
            expected[0] = most == 1 ? chosen.Count(doc => values[doc].Length == 0) : 0;
            foreach (var doc in chosen)
            {
                for (var i = 0; i < column.CountOf(doc); i++)
                {
                    expected[1 + column.OrdinalOf(doc, i)]++;
                }
            }

            counts.AsSpan().SequenceEqual(expected).ShouldBeTrue();
        }
    }

    [Fact]
    public void Count_DocumentBehindTheColumn_IsRefused()
    {
        using var reader = Index([[1], [2]]);
        var column = reader.Leaves[0].Reader.SortedSetDocValues("value").ShouldNotBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => ColumnCounter.Count([0, 2, .. new int[ColumnCounter.LookAhead]], column, new int[3]));
    }

    private static DirectoryReader Index(int[][] values)
    {
        var schema = new IndexSchema(new FieldType("value") { DocValues = DocValuesKind.SortedSet });
        var directory = new MemoryIndexDirectory();
        using (var writer = IndexWriter.Open(directory, schema))
        {
            foreach (var of in values)
            {
                var document = new Document();
                foreach (var value in of)
                {
                    document.AddKeyword("value", value.ToString("D6", System.Globalization.CultureInfo.InvariantCulture));
                }

                writer.AddDocument(document);
            }

            writer.ForceMerge(1);
            writer.Commit();
        }

        return DirectoryReader.Open(directory, schema);
    }
}
