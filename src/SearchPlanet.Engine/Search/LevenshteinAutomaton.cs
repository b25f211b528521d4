using System.Numerics;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// The words within 0 to 2 edits of a word: insertions, deletions, substitutions and transpositions of neighbours, counted
/// in code points. The nondeterministic automaton of Schulz &amp; Mihov (2002) run bit-parallel (Wu &amp; Manber 1992): word e
/// of a state has bit i set when the first i characters can be read with e edits.
/// </summary>
internal sealed class LevenshteinAutomaton : TermAutomaton
{
    /// <summary>Longer words do not fit a word of bits.</summary>
    internal const int MaxLength = 60;

    private readonly int[] _word;
    private readonly int _maxEdits;
    private readonly bool _transpositions;
    private readonly ulong _editable;
    private readonly ulong[] _ascii = new ulong[128];

    /// <param name="word">At most <see cref="MaxLength"/> code points.</param>
    /// <param name="maxEdits">0 to 2.</param>
    /// <param name="prefixLength">Code points at the beginning that must be equal.</param>
    internal LevenshteinAutomaton(string word, int maxEdits, int prefixLength, bool transpositions)
        : base(maxEdits + 1)
    {
        _word = [.. word.EnumerateRunes().Select(static rune => rune.Value)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_word.Length, MaxLength, nameof(word));
        _maxEdits = maxEdits;
        for (var i = 0; i < _word.Length; i++)
        {
            if (_word[i] < 128)
            {
                _ascii[_word[i]] |= 1ul << i;
            }
        }

        _transpositions = transpositions;
        _editable = ulong.MaxValue << Math.Min(prefixLength, 63);
    }

    /// <summary>The edits between the word and the term accepted last.</summary>
    internal int Edits { get; private set; }

    /// <summary>The first characters of the dictionary that is gone through, when they are known.</summary>
    internal FirstCharacters? FirstCharacters { get; init; }

    protected override int NextOfAny(int depth, int above) =>
        // A long word cannot be near the terms of one or two ideographs, of which some dictionaries have thousands.
        depth == 0 && FirstCharacters is { } first
            ? first.Next(above, _word.Length - _maxEdits)
            : base.NextOfAny(depth, above);

    protected override void Start(Span<ulong> state)
    {
        state[0] = 1;
        for (var e = 1; e <= _maxEdits; e++)
        {
            state[e] = state[e - 1] | ((state[e - 1] & _editable) << 1);
        }
    }

    protected override void Step(int depth, int character, Span<ulong> next)
    {
        var state = State(depth);
        var equal = Places(character);
        next[0] = (state[0] & equal) << 1;
        for (var e = 1; e <= _maxEdits; e++)
        {
            var edited = state[e - 1] & _editable;
            next[e] = ((state[e] & equal) << 1) // read
                | edited // inserted
                | (edited << 1) // substituted
                | ((next[e - 1] & _editable) << 1); // deleted
            if (_transpositions && depth > 0)
            {
                var before = State(depth - 1)[e - 1] & _editable;
                next[e] |= (before & equal & (Places(CharacterAt(depth - 1)) >> 1)) << 2;
            }
        }

        var places = (2ul << _word.Length) - 1;
        for (var e = 0; e <= _maxEdits; e++)
        {
            next[e] &= places;
        }
    }

    protected override bool IsAccepting(ReadOnlySpan<ulong> state)
    {
        for (var e = 0; e <= _maxEdits; e++)
        {
            if ((state[e] >> _word.Length) == 0)
            {
                continue;
            }

            Edits = e;
            return true;
        }

        return false;
    }

    protected override bool ContinuesWithAny(ReadOnlySpan<ulong> state)
    {
        for (var e = 0; e < _maxEdits; e++)
        {
            if ((state[e] & _editable) != 0)
            {
                return true;
            }
        }

        return false;
    }

    protected override int LeastCharacter(int depth, int above)
    {
        ulong places = 0;
        foreach (var word in State(depth))
        {
            places |= word;
        }

        if (_transpositions && depth > 0)
        {
            var swapped = Places(CharacterAt(depth - 1)) >> 1;
            for (var e = 0; e < _maxEdits; e++)
            {
                places |= State(depth - 1)[e] & _editable & swapped;
            }
        }

        var least = -1;
        for (; places != 0; places &= places - 1)
        {
            var place = BitOperations.TrailingZeroCount(places);
            if (place < _word.Length && _word[place] > above && (least < 0 || _word[place] < least))
            {
                least = _word[place];
            }
        }

        return least;
    }

    private ulong Places(int character)
    {
        if (character < 128)
        {
            return _ascii[character];
        }

        ulong places = 0;
        for (var i = 0; i < _word.Length; i++)
        {
            places |= _word[i] == character ? 1ul << i : 0;
        }

        return places;
    }
}
