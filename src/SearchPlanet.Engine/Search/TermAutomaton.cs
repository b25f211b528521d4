using System.Text;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Runs a small automaton over dictionary terms, character by character, keeping the states of the prefix that a term
/// shares with the one before; where it dies, it says from which string on terms can be accepted again, so that the
/// dictionary seeks instead of scanning. A state is a few words of bits, one bit a place in the pattern.
/// </summary>
internal abstract class TermAutomaton : ITermAcceptor
{
    private const int MaxCodePoint = 0x10FFFF;

    // A longer candidate is nearer, but what is gained by it is less than what it costs.
    private const int MaxLookAhead = 3;

    private readonly int _stateSize;
    private ulong[] _states;

    // For each depth: the character read there, and the bytes of the term up to and with it.
    private int[] _characters = new int[64];
    private int[] _ends = new int[64];
    private int _depth;

    protected TermAutomaton(int stateSize)
    {
        _stateSize = stateSize;
        _states = new ulong[64 * stateSize];
    }

    public bool Accept(ReadOnlySpan<byte> term, int sharedPrefix)
    {
        if (_depth == 0)
        {
            Start(State(0));
        }

        while (_depth > 0 && _ends[_depth - 1] > sharedPrefix)
        {
            _depth--;
        }

        var at = _depth == 0 ? 0 : _ends[_depth - 1];
        // The prefix kept may be one on which the automaton died.
        while (IsAlive(State(_depth)) && at < term.Length)
        {
            if (term[at] < 0x80)
            {
                Push(term[at], ++at);
                continue;
            }

            if (Rune.DecodeFromUtf8(term[at..], out var rune, out var bytes) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            at += bytes;
            Push(rune.Value, at);
        }

        return at == term.Length && IsAccepting(State(_depth));
    }

    public int NextCandidate(ReadOnlySpan<byte> term, Span<byte> candidate)
    {
        // The character that killed the automaton is tried again one greater, at its own depth.
        for (var depth = _depth; depth >= 0; depth--)
        {
            if (!IsAlive(State(depth)))
            {
                continue;
            }

            var start = depth == 0 ? 0 : _ends[depth - 1];
            var current = -1;
            if (start < term.Length && Rune.DecodeFromUtf8(term[start..], out var rune, out _) == System.Buffers.OperationStatus.Done)
            {
                current = rune.Value;
            }

            var next = NextCharacter(depth, current);
            if (next < 0)
            {
                continue;
            }

            _depth = depth;
            term[..start].CopyTo(candidate);
            var length = start;
            var last = depth + MaxLookAhead;
            do
            {
                if (next < 0x80)
                {
                    candidate[length++] = (byte)next;
                }
                else
                {
                    length += new Rune(next).EncodeToUtf8(candidate[length..]);
                }

                Push(next, length);
            }
            while (_depth < last && candidate.Length - length >= 4 && !ContinuesWithAny(State(_depth)) && !IsAccepting(State(_depth))
                && (next = NextCharacter(_depth, -1)) >= 0);
            // The candidate was a look ahead: what was read is still the term.
            _depth = depth;
            return length;
        }

        return -1;
    }

    protected abstract void Start(Span<ulong> state);

    /// <summary>Reads a character at a depth, into <paramref name="next"/>.</summary>
    protected abstract void Step(int depth, int character, Span<ulong> next);

    protected abstract bool IsAccepting(ReadOnlySpan<ulong> state);

    /// <summary>Whether every character keeps the state alive.</summary>
    protected abstract bool ContinuesWithAny(ReadOnlySpan<ulong> state);

    /// <summary>The least character above <paramref name="above"/> by which the state at a depth may live on, or -1; only for states that do not continue with any.</summary>
    protected abstract int LeastCharacter(int depth, int above);

    /// <summary>The least character above <paramref name="above"/> that is worth trying where any may follow, or -1.</summary>
    protected virtual int NextOfAny(int depth, int above)
    {
        var next = above + 1;
        return next > MaxCodePoint ? -1 : next is >= 0xD800 and < 0xE000 ? 0xE000 : next;
    }

    protected Span<ulong> State(int depth) => _states.AsSpan(depth * _stateSize, _stateSize);

    protected int CharacterAt(int depth) => _characters[depth];

    private static bool IsAlive(ReadOnlySpan<ulong> state) => state.ContainsAnyExcept(0ul);

    private int NextCharacter(int depth, int above) =>
        ContinuesWithAny(State(depth)) ? NextOfAny(depth, above) : LeastCharacter(depth, above);

    private void Push(int character, int end)
    {
        if (_depth + 2 > _characters.Length)
        {
            Array.Resize(ref _characters, 2 * _characters.Length);
            Array.Resize(ref _ends, _characters.Length);
            Array.Resize(ref _states, _characters.Length * _stateSize);
        }

        Step(_depth, character, State(_depth + 1));
        _characters[_depth] = character;
        _ends[_depth++] = end;
    }
}
