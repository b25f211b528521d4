using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The terms of a dictionary within some edits of a word, in their order: seeks from one to the next, and looks at few others.</summary>
public sealed class FuzzyTermsEnum
{
    /// <summary>The longest word there is an automaton for, in characters.</summary>
    public const int MaxLength = LevenshteinAutomaton.MaxLength;

    private readonly TermsEnum _iterator;
    private readonly LevenshteinAutomaton _automaton;

    /// <param name="word">Of at most <see cref="MaxLength"/> characters.</param>
    /// <param name="maxEdits">1 or 2.</param>
    /// <param name="prefixLength">Characters at the beginning that must be equal.</param>
    /// <param name="transpositions">Whether two neighbours in the wrong order are one edit or two.</param>
    public FuzzyTermsEnum(Terms terms, string word, int maxEdits, int prefixLength, bool transpositions = true)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length > MaxLength)
        {
            throw new ArgumentException($"A word has at most {MaxLength} characters, not {word.Length}.", nameof(word));
        }

        _iterator = terms.Iterator();
        _automaton = new LevenshteinAutomaton(word, maxEdits, prefixLength, transpositions) { FirstCharacters = FirstCharacters.Of(terms) };
    }

    /// <summary>The present term; valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Term => _iterator.Term;

    /// <summary>How far it is from the word.</summary>
    public int Edits => _automaton.Edits;

    /// <summary>Documents that hold it.</summary>
    public int DocFreq => _iterator.DocFreq;

    internal TermState State => _iterator.State;

    /// <returns>False after the last.</returns>
    public bool Next() => _iterator.NextAccepted(_automaton);
}
