namespace SearchPlanet.Posts;

/// <summary>
/// Whether two titles say that one of two texts that share passages is a version of the other. Passages alone do not: the talks of a
/// conference, the announcements of a project and the instalments of a series share theirs.
/// </summary>
/// <remarks>
/// The bounds come from 67,622 real posts. Of the pairs that passages and closeness in time alone called revised, 15 of 100 were; of
/// the 56 that this leaves, 53.
/// </remarks>
internal static class RevisionTitles
{
    /// <summary>Shared by so much, texts are one but for corrections.</summary>
    private const double MostShared = 0.8;

    /// <summary>Shared by so much, texts are one whatever they are called.</summary>
    private const double NearlyAll = 0.95;

    /// <summary>Below, a frame and a few sentences are shared.</summary>
    private const double LeastShared = 0.6;

    private const int FewestWords = 100;

    /// <summary>Shorter texts may consist of what a page's frame and a speaker's biography put there.</summary>
    private const int EnoughWords = 250;

    private static readonly TimeSpan AtOnce = TimeSpan.FromHours(12);

    /// <summary>What numbers an instalment, beside what holds a digit.</summary>
    private static readonly HashSet<string> Ordinals =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "today", "tomorrow", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "one", "two", "three", "four", "five",
    ];

    /// <summary>Words that titles have in common by chance.</summary>
    private static readonly HashSet<string> Commonplaces =
    [
        "the", "and", "for", "with", "from", "how", "your", "you", "our", "its", "not", "new", "are", "was", "why", "what", "when", "this", "that", "using", "use",
    ];

    /// <param name="containment">The share of the shorter text that is in the longer, 0 to 1.</param>
    /// <param name="fewer">Words of the shorter text.</param>
    /// <param name="gap">Between the two; null when it is not known to the hour.</param>
    public static bool Agree(string first, string second, double containment, int fewer, TimeSpan? gap)
    {
        var (words, numbers) = Split(first);
        var (otherWords, otherNumbers) = Split(second);
        if (!numbers.SequenceEqual(otherNumbers) && ((numbers.Count > 0 && otherNumbers.Count > 0) || containment < MostShared))
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
        var least = Math.Min(words.Count, otherWords.Count);
        var isMostlyShared = shared >= 2 && shared * 5 >= least * 3;
        if (shared > 0 && shared == least)
        {
            return containment >= MostShared ? fewer >= FewestWords : containment >= LeastShared && fewer >= EnoughWords && isMostlyShared;
        }

        // Each title has a word of its own: one text under a new name, or a rewriting at once; weeks apart it is the next of a kind.
        return fewer >= EnoughWords
            && ((containment >= NearlyAll && shared > 0) || (containment >= LeastShared && isMostlyShared && gap < AtOnce));
    }

    private static (HashSet<string> Words, List<string> Numbers) Split(string title)
    {
        var all = PostIdentity.FoldTitle(title).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (all.Where(word => !IsNumber(word)).ToHashSet(StringComparer.Ordinal), all.Where(IsNumber).Select(Singular).Order(StringComparer.Ordinal).ToList());
    }

    private static bool IsNumber(string word) => Ordinals.Contains(Singular(word)) || word.AsSpan().ContainsAnyInRange('0', '9');

    /// <summary>Folding a title takes the apostrophe of a day's sessions.</summary>
    private static string Singular(string word) => word.EndsWith("days", StringComparison.Ordinal) ? word[..^1] : word;

    private static bool IsCommonplace(string word) => word.Length < 3 || Commonplaces.Contains(word);
}
