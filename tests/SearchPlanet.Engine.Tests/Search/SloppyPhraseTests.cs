using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Search;

/// <summary>A word that stands at several places of a sloppy phrase needs as many occurrences.</summary>
public sealed class SloppyPhraseTests
{
    [Theory]
    [InlineData("boat", "boat boat", 0)]
    [InlineData("row row your boat", "row row", 1)]
    [InlineData("row row your boat", "row row row", 0)]
    [InlineData("row your boat gently row your boat", "boat row boat", 1)]
    [InlineData("row your boat gently", "boat row boat", 0)]
    [InlineData("row your boat gently", "boat row", 1)]
    [InlineData("row row row your boat", "row row your row", 1)]
    public void Count_WordRepeats_NoOccurrenceCountsTwice(string text, string phrase, int expected)
    {
        var schema = new IndexSchema(FieldType.Text("text", new StandardAnalyzer()));
        var directory = new MemoryIndexDirectory();
        using (var writer = IndexWriter.Open(directory, schema))
        {
            writer.AddDocument(new Document().AddText("text", text));
            writer.Commit();
        }

        using var reader = DirectoryReader.Open(directory, schema);
        var query = new PhraseQuery([.. phrase.Split(' ').Select(static (word, i) => new PhraseTerm([new Term("text", word)], i))], slop: 4);

        new IndexSearcher(reader).Count(query, TestContext.Current.CancellationToken).ShouldBe(expected);
    }
}
