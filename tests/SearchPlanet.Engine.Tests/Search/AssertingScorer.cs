using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Tests.Search;

/// <summary>Holds a scorer to its contract: documents rise, targets are above, bounds hold.</summary>
internal sealed class AssertingScorer(Scorer inner, int maxDoc) : Scorer
{
    private bool _isMatch;

    public override int DocId => inner.DocId;

    public override long Cost => inner.Cost;

    public override int NextDoc()
    {
        var before = inner.DocId;
        return Check(before, inner.NextDoc(), before + 1);
    }

    public override int Advance(int target)
    {
        target.ShouldBeGreaterThan(inner.DocId);
        return Check(inner.DocId, inner.Advance(target), target);
    }

    public override bool Matches() => _isMatch = inner.Matches();

    public override float Score()
    {
        _isMatch.ShouldBeTrue();
        var score = inner.Score();
        float.IsFinite(score).ShouldBeTrue();
        score.ShouldBeGreaterThanOrEqualTo(0);
        return score;
    }

    private int Check(int before, int doc, int target)
    {
        before.ShouldNotBe(NoMoreDocs);
        doc.ShouldBe(inner.DocId);
        doc.ShouldBeGreaterThanOrEqualTo(target);
        if (doc != NoMoreDocs)
        {
            doc.ShouldBeLessThan(maxDoc);
        }

        _isMatch = false;
        return doc;
    }
}
