namespace SearchPlanet.Search.QueryLanguage;

/// <summary>What a query may hold at most. Whatever is beyond is cut, with a note.</summary>
public static class QueryLimits
{
    /// <summary>UTF-16 units.</summary>
    public const int Length = 512;

    /// <summary>Words, phrases and filter values.</summary>
    public const int Clauses = 32;

    /// <summary>Parentheses within parentheses.</summary>
    public const int Depth = 8;

    /// <summary>Words that a prefix or a typo stands for.</summary>
    public const int Expansions = 64;
}
