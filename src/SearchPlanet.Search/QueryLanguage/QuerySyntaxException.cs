namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Strict parsing met something that lenient parsing would have searched as text.</summary>
public sealed class QuerySyntaxException(string message, string code, int at) : Exception(message)
{
    /// <summary>As in <see cref="Results.QueryNote.Code"/>.</summary>
    public string Code { get; } = code;

    /// <summary>UTF-16 offset into the query.</summary>
    public int At { get; } = at;
}
