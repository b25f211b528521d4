using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Bench.Peers;

/// <summary>What the peers index: title and body as one analysed text, four facets, a date, everything stored.</summary>
internal static class PeerSchema
{
    public static IndexSchema Create() => new(
        FieldType.Keyword("id", stored: StoredKind.Summary),
        FieldType.StoredOnly("title", StoredKind.Summary),
        FieldType.StoredOnly("body", StoredKind.Body),
        FieldType.Text("text", new StandardAnalyzer()),
        FieldType.Keyword("tag", DocValuesKind.SortedSet),
        new FieldType("author") { DocValues = DocValuesKind.SortedSet },
        new FieldType("source") { DocValues = DocValuesKind.SortedSet },
        new FieldType("year") { DocValues = DocValuesKind.SortedSet },
        FieldType.Number("date"));
}
