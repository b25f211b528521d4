using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The length of a document over several fields, each times its weight.</summary>
internal readonly struct CombinedLengths((FieldNorms Norms, float Weight)[] fields)
{
    private static readonly float[] Lengths = [.. Enumerable.Range(0, 256).Select(static norm => (float)SmallFloat.Byte4ToInt((byte)norm))];

    internal float Of(int doc)
    {
        var length = 0f;
        foreach (var (norms, weight) in fields)
        {
            length += weight * Lengths[norms[doc]];
        }

        return length;
    }
}
