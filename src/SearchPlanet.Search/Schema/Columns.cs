using System.Text;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Search.Schema;

/// <summary>Reads the values of string columns.</summary>
internal static class Columns
{
    /// <summary>One numbering of a column's values; null when no post has any.</summary>
    public static GlobalOrdinals? Ordinals(this DirectoryReader reader, string field) =>
        reader.Leaves.Any(leaf => leaf.Reader.SortedSetDocValues(field) is not null) ? reader.GlobalOrdinals(field) : null;

    /// <summary>A column's values, some perhaps without a post any more.</summary>
    public static IEnumerable<string> Values(this DirectoryReader reader, string field)
    {
        if (reader.Ordinals(field) is not { } ordinals)
        {
            yield break;
        }

        for (var ordinal = 0; ordinal < ordinals.ValueCount; ordinal++)
        {
            yield return Encoding.UTF8.GetString(ordinals.LookupOrd(ordinal));
        }
    }
}
