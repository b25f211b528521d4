using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Store;
using SearchPlanet.Engine.Suggest;

namespace SearchPlanet.Engine.Tests.Suggest;

public class DirectSpellCheckerTests
{
    [Fact]
    public void Suggest_MisspeltWord_OffersNearestThenMostFrequentWords()
    {
        var schema = new IndexSchema(FieldType.Text("body", new DeveloperAnalyzer()));
        var directory = new MemoryIndexDirectory();
        using (var writer = IndexWriter.Open(directory, schema))
        {
            foreach (var text in (string[])["migration", "migration", "migrations", "migrations", "migrations", "gration gration", "django", "jango", "jango", "migratoin"])
                writer.AddDocument(new Document().AddText("body", text));
            writer.Commit();
        }
        using var reader = DirectoryReader.Open(directory, schema);
        var searcher = new IndexSearcher(reader);

        DirectSpellChecker.Suggest(searcher, "body", "migratoins", 5).ShouldBe(
            [new SpellSuggestion("migrations", 1, 3), new SpellSuggestion("migration", 2, 2)]);
        // Another first letter is the worse mistake; a word seen once may be one itself.
        DirectSpellChecker.Suggest(searcher, "body", "ajango", 5, minDocFreq: 1).Select(static suggestion => (suggestion.Word, suggestion.Edits))
            .ShouldBe([("jango", 2), ("django", 2)]);
        DirectSpellChecker.Suggest(searcher, "body", new string('x', 100), 5).ShouldBeEmpty();
    }
}
