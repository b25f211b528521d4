namespace SearchPlanet.Engine.Search;

/// <summary>All required scorers at once, document by document; optional ones add to the score, prohibited ones forbid.</summary>
internal sealed class ConjunctionScorer : Scorer
{
    private readonly Scorer[] _required;
    private readonly bool[] _scores;
    private readonly Scorer? _optional;
    private readonly Scorer[] _prohibited;
    private int _doc = -1;

    internal ConjunctionScorer((Scorer Scorer, bool Scores)[] required, Scorer? optional, Scorer[] prohibited)
    {
        // The optional scorers lead when nothing is required.
        if (required.Length == 0)
        {
            (required, optional) = ([(optional!, true)], null);
        }

        Array.Sort(required, static (a, b) => a.Scorer.Cost.CompareTo(b.Scorer.Cost));
        _required = [.. required.Select(static clause => clause.Scorer)];
        _scores = [.. required.Select(static clause => clause.Scores)];
        _optional = optional;
        _prohibited = prohibited;
    }

    public override int DocId => _doc;

    public override long Cost => _required[0].Cost;

    public override int NextDoc() => _doc = Align(_required[0].NextDoc());

    public override int Advance(int target) => _doc = Align(_required[0].Advance(target));

    public override bool Matches()
    {
        foreach (var scorer in _required)
        {
            if (!scorer.Matches())
            {
                return false;
            }
        }

        foreach (var scorer in _prohibited)
        {
            if (StandsOn(scorer, _doc))
            {
                return false;
            }
        }

        return true;
    }

    public override float Score()
    {
        double sum = 0;
        for (var i = 0; i < _required.Length; i++)
        {
            if (_scores[i])
            {
                sum += _required[i].Score();
            }
        }

        if (_optional is not null && StandsOn(_optional, _doc))
        {
            sum += _optional.Score();
        }

        return (float)sum;
    }

    public override float MaxScore(int from, int to)
    {
        double sum = _optional?.MaxScore(from, to) ?? 0;
        for (var i = 0; i < _required.Length; i++)
        {
            sum += _scores[i] ? _required[i].MaxScore(from, to) : 0;
        }

        return MathF.BitIncrement((float)sum);
    }

    private static bool StandsOn(Scorer scorer, int doc) =>
        (scorer.DocId < doc ? scorer.Advance(doc) : scorer.DocId) == doc && scorer.Matches();

    private int Align(int doc)
    {
        while (doc != NoMoreDocs)
        {
            var i = 1;
            for (; i < _required.Length; i++)
            {
                var scorer = _required[i];
                var at = scorer.DocId < doc ? scorer.Advance(doc) : scorer.DocId;
                if (at != doc)
                {
                    doc = at == NoMoreDocs ? at : _required[0].Advance(at);
                    break;
                }
            }

            if (i == _required.Length)
            {
                break;
            }
        }

        return doc;
    }
}
