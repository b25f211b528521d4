using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Posts;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Tests.Schema;

/// <summary>
/// Writes an index as a program did that knew nothing of links and cut titles otherwise. For posts without links, which have no values in the
/// fields that it lacks.
/// </summary>
internal static class EarlierIndex
{
    private static readonly IndexSchema _schema = new(
        PostSchema.Instance.Fields
            .Where(static field => field.Name != PostFields.LinksTo)
            .Select(static field => field.Name == PostFields.Title ? field with { Analyzer = new StandardAnalyzer() } : field));

    /// <param name="sequence">As far as it has read the archive.</param>
    public static void Write(IndexDirectory directory, IEnumerable<Post> posts, long sequence)
    {
        using var writer = IndexWriter.Open(directory, _schema, new IndexWriterOptions { Create = true });
        var document = new Document();
        foreach (var post in posts)
        {
            PostDocument.Fill(document, post, PostContentReader.Read(post));
            writer.AddDocument(document);
        }

        writer.Commit(new Dictionary<string, string> { ["archive-sequence"] = sequence.ToString(System.Globalization.CultureInfo.InvariantCulture) });
    }
}
