namespace SearchPlanet.Engine.Highlighting;

/// <summary>
/// What a query looks for, as a highlighter needs it: terms as the analyzer emits them (stems with their marker
/// included), prefixes, and phrases whose words count only where the phrase stands. Fill it, then share it.
/// </summary>
public sealed class HighlightTerms
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<float> _weights = [];
    private readonly List<bool> _alone = [];
    private readonly List<(string Prefix, int Id)> _prefixes = [];
    private readonly List<HighlightPhrase> _phrases = [];

    public bool IsEmpty => _weights.Count == 0;

    internal Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Ids => _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    internal IReadOnlyList<(string Prefix, int Id)> Prefixes => _prefixes;

    internal IReadOnlyList<HighlightPhrase> Phrases => _phrases;

    /// <summary>A term that matches wherever it stands.</summary>
    /// <param name="weight">Above zero; the term's inverse document frequency, say.</param>
    public void AddTerm(string term, float weight = 1f)
    {
        ArgumentException.ThrowIfNullOrEmpty(term);
        var id = IdOf(term, weight);
        _alone[id] = true;
    }

    /// <summary>Every term that begins so.</summary>
    public void AddPrefix(string prefix, float weight = 1f)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        _prefixes.Add((prefix, New(weight, alone: true)));
    }

    /// <summary>Terms that match only together.</summary>
    /// <param name="terms">At least one; several may share a position.</param>
    /// <param name="positions">Beside the terms, rising, from 0.</param>
    /// <param name="slop">How far each word may stand behind its place.</param>
    public void AddPhrase(IReadOnlyList<string> terms, IReadOnlyList<int> positions, int slop = 0, float weight = 1f)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(positions);
        if (terms.Count == 0 || terms.Count != positions.Count)
        {
            throw new ArgumentException("A phrase has terms, and a position for each.", nameof(positions));
        }

        var ids = new int[terms.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = IdOf(terms[i], weight);
        }

        _phrases.Add(new HighlightPhrase(ids, [.. positions], slop));
    }

    internal float WeightOf(int id) => _weights[id];

    internal bool StandsAlone(int id) => _alone[id];

    private int IdOf(string term, float weight)
    {
        if (!_ids.TryGetValue(term, out var id))
        {
            id = New(weight, alone: false);
            _ids.Add(term, id);
        }

        _weights[id] = Math.Max(_weights[id], weight);
        return id;
    }

    private int New(float weight, bool alone)
    {
        _weights.Add(weight);
        _alone.Add(alone);
        return _weights.Count - 1;
    }
}
