namespace SearchPlanet.Engine.Documents;

/// <summary>The column that a field has beside its postings.</summary>
public enum DocValuesKind : byte
{
    None = 0,

    /// <summary>At most one <see cref="long"/> a document.</summary>
    Numeric = 1,

    /// <summary>Any number of distinct strings a document, kept as ordinals of a sorted dictionary.</summary>
    SortedSet = 2,
}
