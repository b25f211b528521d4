
namespace SearchPlanet.Engine.Search;

/// <summary>Words that a pattern matches: <c>*</c> any characters, <c>?</c> one, <c>\</c> takes the next as it is. Bit i of a state: the first i items are read.</summary>
internal sealed class WildcardAutomaton : TermAutomaton
{
    private const int Any = -1;
    private const int One = -2;
    private readonly int[] _items;

    internal WildcardAutomaton(string pattern)
        : base(1)
    {
        var items = new List<int>();
        var isEscaped = false;
        foreach (var rune in pattern.EnumerateRunes())
        {
            if (!isEscaped && rune.Value == '\\')
            {
                isEscaped = true;
                continue;
            }

            if (isEscaped || rune.Value is not ('*' or '?'))
            {
                items.Add(rune.Value);
            }
            else if (rune.Value == '?')
            {
                items.Add(One);
            }
            else if (items.Count == 0 || items[^1] != Any)
            {
                items.Add(Any);
            }

            isEscaped = false;
        }

        if (items.Count > 62)
        {
            throw new ArgumentException("A pattern has at most 62 characters.", nameof(pattern));
        }

        _items = [.. items];
    }

    protected override void Start(Span<ulong> state) => state[0] = Closure(1);

    protected override void Step(int depth, int character, Span<ulong> next)
    {
        var state = State(depth)[0];
        ulong read = 0;
        for (var i = 0; i < _items.Length; i++)
        {
            if ((state >> i & 1) == 0)
            {
                continue;
            }

            if (_items[i] == Any)
            {
                read |= 1ul << i;
            }
            else if (_items[i] == One || _items[i] == character)
            {
                read |= 2ul << i;
            }
        }

        next[0] = Closure(read);
    }

    protected override bool IsAccepting(ReadOnlySpan<ulong> state) => (state[0] >> _items.Length & 1) != 0;

    protected override bool ContinuesWithAny(ReadOnlySpan<ulong> state)
    {
        for (var i = 0; i < _items.Length; i++)
        {
            if ((state[0] >> i & 1) != 0 && _items[i] < 0)
            {
                return true;
            }
        }

        return false;
    }

    protected override int LeastCharacter(int depth, int above)
    {
        var least = -1;
        for (var i = 0; i < _items.Length; i++)
        {
            if ((State(depth)[0] >> i & 1) != 0 && _items[i] > above && (least < 0 || _items[i] < least))
            {
                least = _items[i];
            }
        }

        return least;
    }

    /// <summary>A star also matches nothing.</summary>
    private ulong Closure(ulong state)
    {
        for (var i = 0; i < _items.Length; i++)
        {
            if (_items[i] == Any && (state >> i & 1) != 0)
            {
                state |= 2ul << i;
            }
        }

        return state;
    }
}
