namespace SearchPlanet.Search.Results;

/// <summary>Looks for the beginnings of words, case apart.</summary>
internal static class WordStart
{
    /// <summary>Whether a word of the text, or the text itself, begins so.</summary>
    public static bool Has(string text, string beginning)
    {
        for (var at = text.IndexOf(beginning, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(beginning, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
            {
                return true;
            }
        }

        return false;
    }
}
