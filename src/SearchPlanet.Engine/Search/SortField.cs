namespace SearchPlanet.Engine.Search;

/// <summary>One criterion of a <see cref="Sort"/>.</summary>
/// <param name="Kind">What is compared.</param>
/// <param name="Field">The numeric column; empty for scores.</param>
/// <param name="IsDescending">Greatest first.</param>
public sealed record SortField(SortFieldKind Kind, string Field, bool IsDescending)
{
    /// <summary>Best scores first.</summary>
    public static SortField Score { get; } = new(SortFieldKind.Score, "", true);

    /// <summary>By a numeric column; documents without a value come last either way.</summary>
    public static SortField Number(string field, bool isDescending = false) => new(SortFieldKind.Number, field, isDescending);
}
