namespace SearchPlanet.Search.QueryLanguage;

/// <summary>The stable codes of <see cref="Results.QueryNote.Code"/>.</summary>
public static class QueryNoteCodes
{
    public const string UnknownOperator = "unknown-operator";
    public const string EmptyValue = "empty-value";
    public const string BadValue = "bad-value";
    public const string BadDate = "bad-date";
    public const string BadVersion = "bad-version";
    public const string DanglingOperator = "dangling-operator";
    public const string UnclosedQuote = "unclosed-quote";
    public const string UnclosedGroup = "unclosed-group";
    public const string StrayParenthesis = "stray-parenthesis";
    public const string NothingToSearch = "nothing-to-search";
    public const string LeadingWildcard = "leading-wildcard";
    public const string InnerWildcard = "inner-wildcard";
    public const string PrefixTooShort = "prefix-too-short";
    public const string NotFuzzy = "not-fuzzy";
    public const string BadCharacter = "bad-character";
    public const string TooLong = "too-long";
    public const string TooManyClauses = "too-many-clauses";
    public const string TooDeep = "too-deep";
    public const string TooManyExpansions = "too-many-expansions";
    public const string Synonyms = "synonyms";
    public const string Address = "address";
    public const string OutOfTime = "out-of-time";
}
