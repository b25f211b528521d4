using FsCheck;
using FsCheck.Fluent;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Posts;
using SearchPlanet.Search.Ranking;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Tests.Ranking;

public sealed class TermExpansionTests
{
    private static readonly Gen<string> Words = Gen.Elements('a', 'b', 'c', 'é').ArrayOf().Where(static letters => letters.Length is > 0 and < 14).Select(static letters => new string(letters));

    [Fact]
    public void OfTypos_AnyWords_AreThoseThatALookAtEachFinds()
    {
        string[] words = [.. Gen.Sample(Words, 300).Distinct()];
        var directory = new MemoryIndexDirectory();
        using (var index = PostIndex.Open(directory, new PostIndexOptions()))
        {
            // Two segments: a term may stand in either, or in both.
            foreach (var (half, i) in new[] { words[..200], words[100..] }.Select(static (half, i) => (half, i)))
            {
                var post = new Post { Id = $"p{i}", Title = "", Text = "" };
                var content = new PostContent { Passages = [new Passage(PassageKind.Prose, string.Join(' ', half))] };
                index.Apply([new PostUpdate(i + 1, post.Id, post, content)], TestContext.Current.CancellationToken);
                index.Commit();
            }
        }

        using var reader = DirectoryReader.Open(directory, PostSchema.Instance);
        HashSet<string> indexed = [.. words.Select(static word => TextAnalysis.ExactTerms(word)[0])];
        Prop.ForAll(Words.ToArbitrary(), typed =>
        {
            var word = TextAnalysis.ExactTerms(typed)[0];
            var maxEdits = TermExpansion.MaxEdits(word.Length);
            var wanted = maxEdits == 0 ? [word] : indexed.Where(w => w[0] == word[0] && EditDistance.IsWithin(word, w, maxEdits)).ToHashSet();
            var found = TermExpansion.OfTypos(reader, [PostFields.Body], word);
            found.Terms.ShouldBeUnique();
            found.Terms.ShouldBeSubsetOf(wanted);
            found.Terms.Length.ShouldBe(Math.Min(64, wanted.Count));
            found.IsCut.ShouldBe(wanted.Count > 64);
        }).QuickCheckThrowOnFailure();
    }
}
