using System.Runtime.CompilerServices;
using System.Text;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// The characters that terms of a dictionary begin with, and how long the longest term of each is: so that a fuzzy search
/// tries the few hundred beginnings of words and not each of thousands of ideographs. Worked out by one walk through the
/// dictionary when a fuzzy query first needs it (some 10 ms for a million terms), kept as long as its segment.
/// </summary>
internal sealed class FirstCharacters
{
    private static readonly ConditionalWeakTable<Terms, FirstCharacters> Known = [];

    private readonly List<int> _characters = [];
    private readonly List<int> _longest = [];

    private FirstCharacters(Terms terms)
    {
        var iterator = terms.Iterator();
        while (iterator.Next())
        {
            var term = iterator.Term;
            if (Rune.DecodeFromUtf8(term, out var rune, out _) != System.Buffers.OperationStatus.Done)
            {
                continue;
            }

            if (_characters.Count == 0 || _characters[^1] != rune.Value)
            {
                _characters.Add(rune.Value);
                _longest.Add(0);
            }
            // Bytes first: most terms are ASCII, and only a longer one needs its characters counted.
            if (term.Length > _longest[^1])
            {
                _longest[^1] = Math.Max(_longest[^1], CodePoints(term));
            }
        }
    }

    internal static FirstCharacters Of(Terms terms) => Known.GetValue(terms, static key => new FirstCharacters(key));

    /// <summary>The least first character above <paramref name="above"/> that has a term of at least some length in code points; -1 when there is none.</summary>
    internal int Next(int above, int minLength)
    {
        var at = _characters.BinarySearch(above + 1);
        for (at = at < 0 ? ~at : at; at < _characters.Count; at++)
        {
            if (_longest[at] >= minLength)
            {
                return _characters[at];
            }
        }

        return -1;
    }

    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
