using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Documents with a term that a pattern matches: <c>*</c> stands for any characters, <c>?</c> for one, <c>\</c> takes the
/// next as it is; score 1. A pattern that begins with a star reads the whole dictionary.
/// </summary>
public sealed record WildcardQuery : MultiTermQuery
{
    /// <param name="pattern">At most 62 characters besides escapes and repeated stars.</param>
    public WildcardQuery(string field, string pattern)
        : base(field)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _ = new WildcardAutomaton(pattern);
        Pattern = pattern;
    }

    public string Pattern { get; }

    public override string ToString() => $"{Field}:{Pattern}";

    internal override IEnumerable<TermState> Terms(Terms terms)
    {
        var iterator = terms.Iterator();
        var automaton = new WildcardAutomaton(Pattern);
        while (iterator.NextAccepted(automaton))
        {
            yield return iterator.State;
        }
    }
}
