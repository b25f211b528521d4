using System.Globalization;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.CrashWriter;

/// <summary>A load whose every step follows from its number, so that whoever reads the index knows what it must hold.</summary>
public static class CrashLoad
{
    private const int Ids = 3000;

    public static IndexSchema Schema { get; } = new(
        FieldType.Keyword("id", DocValuesKind.SortedSet, StoredKind.Summary),
        FieldType.Text("text", new StandardAnalyzer()),
        FieldType.Number("step"),
        FieldType.StoredOnly("body", StoredKind.Body));

    /// <summary>Applies a step to an index.</summary>
    public static void Apply(int seed, int step, IndexWriter writer)
    {
        var document = new Document();
        foreach ((var id, var isDeleted) in Operations(seed, step))
        {
            var term = new Term("id", id.ToString(CultureInfo.InvariantCulture));
            if (isDeleted)
            {
                writer.DeleteDocuments(term);
                continue;
            }

            document.Clear();
            document.AddKeyword("id", term.Text).AddText("text", TextOf(id, step)).AddLong("step", step).AddStored("body", TextOf(id, step));
            writer.UpdateDocument(term, document);
        }
    }

    /// <summary>Applies a step to what the index must hold: of each id the step that wrote it last.</summary>
    public static void Apply(int seed, int step, Dictionary<int, int> expected)
    {
        foreach ((var id, var isDeleted) in Operations(seed, step))
        {
            if (isDeleted)
            {
                expected.Remove(id);
            }
            else
            {
                expected[id] = step;
            }
        }
    }

    public static string TextOf(int id, int step)
    {
        var random = new Random((id * 7919) + step);
        return string.Join(' ', Enumerable.Range(0, random.Next(1, 80)).Select(_ => "w" + (int)(5000 * random.NextDouble() * random.NextDouble())));
    }

    private static IEnumerable<(int Id, bool IsDeleted)> Operations(int seed, int step)
    {
        var random = new Random((seed * 1_000_003) + step);
        var count = random.Next(30) == 0 ? 1500 : random.Next(1, 40);
        for (var i = 0; i < count; i++)
        {
            yield return (random.Next(Ids), random.Next(10) == 0);
        }
    }
}
