using SearchPlanet.Engine.Highlighting;

namespace SearchPlanet.Search.Ranking;

/// <summary>What a translated query looks for, as highlighting needs it.</summary>
internal sealed class TermMarks
{
    /// <summary>Ways to spell one phrase with its stems.</summary>
    private const int MaxSpellings = 32;

    /// <summary>For what has no rarity of its own: that of a word in one post of twenty.</summary>
    private const float MiddlingWeight = 3f;

    private readonly Dictionary<string, float> _beginnings = new(StringComparer.Ordinal);

    public HighlightTerms Terms { get; } = new();

    /// <summary>How words that match begin.</summary>
    public IReadOnlyCollection<string> Beginnings => _beginnings.Keys;

    /// <summary>The same without those that are far more common than another: they are everywhere and tell nothing; empty when there are no such.</summary>
    public IReadOnlyCollection<string> TellingBeginnings
    {
        get
        {
            var heaviest = _beginnings.Values.DefaultIfEmpty().Max();
            var telling = _beginnings.Where(b => b.Value >= heaviest / 3).Select(static b => b.Key).ToList();
            return telling.Count == _beginnings.Count ? [] : telling;
        }
    }

    /// <param name="weight">The word's rarity; above 0.</param>
    public void AddPiece(AnalyzedPiece piece, bool withStems, float weight)
    {
        foreach (var form in withStems ? piece.Forms : [piece.Text])
        {
            Terms.AddTerm(form, weight);
        }

        Terms.AddTerm(piece.Text, weight);
        _beginnings[withStems ? piece.Beginning : piece.Text] = weight;
    }

    /// <param name="weight">The word's rarity; above 0.</param>
    public void AddTerm(string term, float weight)
    {
        Terms.AddTerm(term, weight);
        _beginnings[term] = weight;
    }

    public void AddPrefix(string prefix)
    {
        Terms.AddPrefix(prefix, MiddlingWeight);
        _beginnings[prefix] = MiddlingWeight;
    }

    /// <summary>Alternatives at each position, to be marked only where one of each stands behind the other.</summary>
    public void AddPhrase(IReadOnlyList<IReadOnlyList<string>> places, string beginning)
    {
        _beginnings[beginning] = MiddlingWeight;
        IEnumerable<string[]> spellings = [[]];
        foreach (var place in places)
        {
            spellings = spellings.SelectMany(spelling => place.Select(form => (string[])[.. spelling, form]));
        }

        foreach (var spelling in spellings.Take(MaxSpellings))
        {
            Terms.AddPhrase(spelling, [.. Enumerable.Range(0, spelling.Length)], weight: MiddlingWeight);
        }
    }
}
