namespace SearchPlanet.Search.Results;

/// <summary>
/// The names of a facet so arranged that those with a word that begins in some way lie side by side: a beginning is found in steps
/// of a binary search, however many names there are.
/// </summary>
internal sealed class CompletionNames
{
    private readonly IReadOnlyList<ListEntry> _entries;
    private readonly Start[] _starts;

    /// <param name="entries">The most frequent first.</param>
    public CompletionNames(IReadOnlyList<ListEntry> entries)
    {
        _entries = entries;
        var starts = new List<Start>(2 * entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            AddStarts(starts, entries[i].Label, i);
            if (entries[i].Value != entries[i].Label)
            {
                AddStarts(starts, entries[i].Value, i);
            }
        }

        _starts = [.. starts];
        Array.Sort(_starts, static (a, b) => a.Text.CompareTo(b.Text, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The entries whose label begins so, then those of which a word does; of each the most frequent first.</summary>
    public IEnumerable<ListEntry> Beginning(string typed, int count)
    {
        var best = new SortedSet<(bool IsInside, int Entry)>();
        for (var i = FirstFrom(typed); i < _starts.Length && _starts[i].Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase); i++)
        {
            var (entry, name, at) = _starts[i];
            var key = (IsInside: at > 0 || name != _entries[entry].Label, entry);
            if (best.Count == count && best.Max.CompareTo(key) <= 0)
            {
                continue;
            }

            // A name is one completion, however many of its words begin so.
            if (key.IsInside && best.Contains((false, entry)))
            {
                continue;
            }

            best.Remove((true, entry));
            if (best.Add(key) && best.Count > count)
            {
                best.Remove(best.Max);
            }
        }

        return best.Select(key => _entries[key.Entry]);
    }

    private int FirstFrom(string typed)
    {
        var (low, high) = (0, _starts.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_starts[middle].Text.CompareTo(typed, StringComparison.OrdinalIgnoreCase) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static void AddStarts(List<Start> starts, string name, int entry)
    {
        for (var at = 0; at < name.Length; at++)
        {
            if (at == 0 || !(char.IsLetterOrDigit(name[at - 1]) || char.IsWhiteSpace(name[at])))
            {
                starts.Add(new Start(entry, name, at));
            }
        }
    }

    private readonly record struct Start(int Entry, string Name, int At)
    {
        public ReadOnlySpan<char> Text => Name.AsSpan(At);
    }
}
