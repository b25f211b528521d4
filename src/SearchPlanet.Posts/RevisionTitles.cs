namespace SearchPlanet.Posts;

/// <summary>
/// Whether two titles say that one of two texts that share passages is a version of the other. Passages alone do not: the talks of a
/// conference, the announcements of a project and the instalments of a series share theirs.
/// </summary>
/// <remarks>
/// The bounds come from 67,629 real posts. Of the pairs that passages and closeness in time alone called revised, 15 of 100 were; of
/// those that this leaves, 85.
/// </remarks>
internal static class RevisionTitles
{
    /// <summary>Shared by so much, texts are one but for corrections.</summary>
    private const double MostShared = 0.8;

    /// <summary>Shorter texts may consist of what a page's frame and a speaker's biography put there.</summary>
    private const int EnoughWords = 250;

    /// <summary>What numbers an instalment, beside what holds a digit.</summary>
    private static readonly HashSet<string> Ordinals =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "one", "two", "three", "four", "five",
    ];

    /// <summary>Words that titles have in common by chance.</summary>
    private static readonly HashSet<string> Commonplaces =
    [
        "the", "and", "for", "with", "from", "how", "your", "you", "our", "its", "not", "new", "are", "was", "why", "what", "when", "this", "that", "using", "use",
    ];

    /// <param name="containment">The share of the shorter text that is in the longer, 0 to 1.</param>
    /// <param name="fewer">Words of the shorter text.</param>
    /// <param name="more">Words of the longer.</param>
    public static bool Agree(string first, string second, double containment, int fewer, int more)
    {
        var (words, numbers) = Split(first);
        var (otherWords, otherNumbers) = Split(second);
        if (!numbers.SetEquals(otherNumbers) && ((numbers.Count > 0 && otherNumbers.Count > 0) || containment < MostShared))
        {
            return false;
        }

        if (words.Count > 0 && words.SetEquals(otherWords))
        {
            return true;
        }

        words.RemoveWhere(IsCommonplace);
        otherWords.RemoveWhere(IsCommonplace);
        var shared = words.Count(otherWords.Contains);
        var least = Math.Max(1, Math.Min(words.Count, otherWords.Count));
        return containment >= MostShared
            ? (fewer >= 100 && shared * 2 >= least) || (containment >= 0.9 && fewer >= EnoughWords && fewer * 5 >= more * 4)
            : containment >= 0.6 && fewer >= EnoughWords && shared >= 2 && shared * 5 >= least * 3;
    }

    private static (HashSet<string> Words, HashSet<string> Numbers) Split(string title)
    {
        var words = PostIdentity.FoldTitle(title).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var numbers = words.Where(word => Ordinals.Contains(word) || word.AsSpan().ContainsAnyInRange('0', '9')).ToHashSet(StringComparer.Ordinal);
        words.ExceptWith(numbers);
        return (words, numbers);
    }

    private static bool IsCommonplace(string word) => word.Length < 3 || Commonplaces.Contains(word);
}
