using SearchPlanet.Engine.Analysis;

namespace SearchPlanet.Engine.Tests.Analysis;

public class PorterTwoStemmerTests
{
    [Fact]
    public void Stem_PublishedVocabulary_AgreesOnEveryWord()
    {
        var words = File.ReadAllLines(SharedFiles.Find("data/stemmer/english-voc.txt"));
        var stems = File.ReadAllLines(SharedFiles.Find("data/stemmer/english-output.txt"));
        words.Length.ShouldBe(stems.Length);
        var wrong = new List<string>();
        for (var i = 0; i < words.Length; i++)
        {
            var stem = Stem(words[i]);
            if (stem != stems[i])
            {
                wrong.Add($"{words[i]}: {stem}, expected {stems[i]}");
            }
        }

        wrong.Count.ShouldBe(0, string.Join('\n', wrong.Take(60)));
    }

    [Theory]
    [InlineData("migrations", "migrat")]
    [InlineData("migrate", "migrat")]
    [InlineData("migrating", "migrat")]
    [InlineData("as", "as")]
    public void Stem_DevelopersWords_MeetInOneStem(string word, string stem) => Stem(word).ShouldBe(stem);

    private static string Stem(string word)
    {
        var buffer = new char[word.Length + 1];
        word.CopyTo(buffer);
        return new string(buffer, 0, PorterTwoStemmer.Stem(buffer, word.Length));
    }
}
