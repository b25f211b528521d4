using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Tests.Indexing;

internal static class DocumentExtensions
{
    /// <summary>Makes it a document of nothing but an id.</summary>
    public static Document AddId(this Document document, string id)
    {
        document.Clear();
        return document.AddKeyword("id", id);
    }
}
