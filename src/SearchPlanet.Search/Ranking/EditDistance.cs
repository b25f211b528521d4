namespace SearchPlanet.Search.Ranking;

/// <summary>Optimal string alignment: insertions, deletions, substitutions, and swaps of neighbours, each one edit.</summary>
internal static class EditDistance
{
    private const int MaxLength = 64;

    /// <summary>Whether two words are at most so many edits apart; false for words of more than 64 characters.</summary>
    public static bool IsWithin(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int maxEdits)
    {
        if (Math.Abs(a.Length - b.Length) > maxEdits || a.Length > MaxLength || b.Length > MaxLength)
        {
            return false;
        }

        Span<int> twoBack = stackalloc int[MaxLength + 1], previous = stackalloc int[MaxLength + 1], current = stackalloc int[MaxLength + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var edits = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    edits = Math.Min(edits, twoBack[j - 2] + 1);
                }

                current[j] = edits;
                least = Math.Min(least, edits);
            }

            if (least > maxEdits)
            {
                return false;
            }

            var oldest = twoBack;
            twoBack = previous;
            previous = current;
            current = oldest;
        }

        return previous[b.Length] <= maxEdits;
    }
}
