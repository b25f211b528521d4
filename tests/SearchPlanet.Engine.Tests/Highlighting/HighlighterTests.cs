using FsCheck;
using FsCheck.Fluent;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Highlighting;

namespace SearchPlanet.Engine.Tests.Highlighting;

public sealed class HighlighterTests
{
    private const string Text =
        "Django runs migrations in order. A long pause follows, in which nothing of interest happens at all. " +
        "Then the second migration waits for a lock on the table. Locks are released by the commit.";

    [Fact]
    public void Find_Terms_GivesTheirExactPlaces()
    {
        var found = Marked(Text, t => t.AddTerm("lock"));
        found.ShouldBe(["lock"]);
    }

    [Fact]
    public void Find_Prefix_MatchesEveryWordThatBeginsSo()
    {
        Marked(Text, t => t.AddPrefix("migrat")).ShouldBe(["migrations", "migration"]);
    }

    [Fact]
    public void Find_Phrase_MarksItsWordsOnlyWhereThePhraseStands()
    {
        var found = Marked("the lock, the table, the lock on the table", t => t.AddPhrase(["lock", "on"], [0, 1]));
        found.ShouldBe(["lock", "on"]);
    }

    [Fact]
    public void Find_PhraseWithSlop_AllowsWordsBetween()
    {
        const string text = "select the related rows";
        Marked(text, t => t.AddPhrase(["select", "related"], [0, 1])).ShouldBeEmpty();
        Marked(text, t => t.AddPhrase(["select", "related"], [0, 1], slop: 1)).ShouldBe(["select", "related"]);
    }

    [Fact]
    public void BestPassages_RareWordTogether_BeatsACommonOneAlone()
    {
        var terms = new HighlightTerms();
        terms.AddTerm("migration", 1);
        terms.AddTerm("lock", 3);
        terms.AddTerm("django", 1);
        var best = new Highlighter(new StandardAnalyzer(), terms).BestPassages(Text, 1, 80).ShouldHaveSingleItem();
        Text[best.Start..best.End].ShouldBe("Then the second migration waits for a lock on the table.");
        best.Ranges.Count.ShouldBe(2);
    }

    [Fact]
    public void BestPassages_MatchAcrossTheEndOfOne_IsInTheNextWhole()
    {
        var text = string.Join(',', Enumerable.Repeat("lock", 40));
        var terms = new HighlightTerms();
        terms.AddTerm("lock");
        var passages = new Highlighter(new StandardAnalyzer(), terms).BestPassages(text, 10, 58);
        passages.SelectMany(p => p.Ranges).Select(r => text[r.Start..r.End]).ShouldBe(Enumerable.Repeat("lock", 40));
        passages.Zip(passages.Skip(1)).ShouldAllBe(pair => pair.First.End <= pair.Second.Start && pair.Second.Start <= pair.Second.Ranges[0].Start);
    }

    [Fact]
    public void BestPassages_AnyText_AreBoundedDisjointAndHoldTheirRanges()
    {
        var words = Gen.Elements("lock", "locks", "a", "table.", "Wait!", "\n", "naïve", "𝒳", "select_related", new string('x', 90));
        var texts = Gen.ArrayOf(words).SelectMany(_ => Gen.Elements(" ", ","), (w, separator) => string.Join(separator, w));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var terms = new HighlightTerms();
            terms.AddTerm("lock");
            terms.AddTerm("table", 2);
            var passages = new Highlighter(new StandardAnalyzer(), terms).BestPassages(text, 3, 60);
            var floor = 0;
            foreach (var passage in passages)
            {
                passage.Start.ShouldBeGreaterThanOrEqualTo(floor);
                (passage.End - passage.Start).ShouldBeLessThanOrEqualTo(60);
                passage.Ranges.ShouldNotBeEmpty();
                passage.Ranges.ShouldAllBe(r => r.Start >= passage.Start && r.End <= passage.End);
                floor = passage.End;
            }

            (passages.Count == 0).ShouldBe(!text.Split(' ', '\n', ',').Any(w => w is "lock" or "table."));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void MarkedHtml_HostileText_LeavesOnlyMarks()
    {
        const string text = "<script>lock('&')</script>";
        var terms = new HighlightTerms();
        terms.AddTerm("lock");
        MarkedHtml.Write(text, new Highlighter(new StandardAnalyzer(), terms).Find(text))
            .ShouldBe("&lt;script&gt;<mark>lock</mark>(&#39;&amp;&#39;)&lt;/script&gt;");
    }

    private static string[] Marked(string text, Action<HighlightTerms> fill)
    {
        var terms = new HighlightTerms();
        fill(terms);
        return [.. new Highlighter(new StandardAnalyzer(), terms).Find(text).Select(r => text[r.Start..r.End])];
    }
}
