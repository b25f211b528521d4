namespace SearchPlanet.Search.QueryLanguage;

/// <summary>A value behind a key, or between commas.</summary>
internal readonly record struct QueryValue(string Text, bool IsQuoted = false)
{
    public bool Is(string text) => string.Equals(Text, text, StringComparison.OrdinalIgnoreCase);
}
