using SearchPlanet.Engine.Highlighting;

namespace SearchPlanet.Search.Ranking;

/// <summary>What a translated query looks for, as highlighting needs it.</summary>
internal sealed class TermMarks
{
    /// <summary>Ways to spell one phrase with its stems.</summary>
    private const int MaxSpellings = 32;

    private readonly HashSet<string> _beginnings = new(StringComparer.Ordinal);

    public HighlightTerms Terms { get; } = new();

    /// <summary>How words that match begin.</summary>
    public IReadOnlyCollection<string> Beginnings => _beginnings;

    public void AddPiece(AnalyzedPiece piece, bool withStems)
    {
        foreach (var form in withStems ? piece.Forms : [piece.Text])
        {
            Terms.AddTerm(form);
        }

        Terms.AddTerm(piece.Text);
        _beginnings.Add(withStems ? piece.Beginning : piece.Text);
    }

    public void AddTerm(string term)
    {
        Terms.AddTerm(term);
        _beginnings.Add(term);
    }

    public void AddPrefix(string prefix)
    {
        Terms.AddPrefix(prefix);
        _beginnings.Add(prefix);
    }

    /// <summary>Alternatives at each position, to be marked only where one of each stands behind the other.</summary>
    public void AddPhrase(IReadOnlyList<IReadOnlyList<string>> places, string beginning)
    {
        _beginnings.Add(beginning);
        IEnumerable<string[]> spellings = [[]];
        foreach (var place in places)
        {
            spellings = spellings.SelectMany(spelling => place.Select(form => (string[])[.. spelling, form]));
        }

        foreach (var spelling in spellings.Take(MaxSpellings))
        {
            Terms.AddPhrase(spelling, [.. Enumerable.Range(0, spelling.Length)]);
        }
    }
}
