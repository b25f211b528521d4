using System.Text;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Search.Schema;

/// <summary>In how many documents terms stand, from the dictionaries of a reader's segments.</summary>
internal static class DocFreqs
{
    /// <summary>Documents that hold a term, some perhaps deleted since.</summary>
    public static int DocFreq(this DirectoryReader reader, string field, string term)
    {
        var bytes = Encoding.UTF8.GetBytes(term);
        var docFreq = 0;
        foreach (var leaf in reader.Leaves)
        {
            docFreq += leaf.Reader.Terms(field) is { } terms && terms.TryGet(bytes, out var state) ? state.DocFreq : 0;
        }

        return docFreq;
    }
}
