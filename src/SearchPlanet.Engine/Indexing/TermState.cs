namespace SearchPlanet.Engine.Indexing;

/// <summary>What the dictionary of one segment knows of a term, enough to read its postings later without seeking again.</summary>
/// <param name="Ordinal">The term's rank among the field's terms in this segment.</param>
/// <param name="DocFreq">Documents that hold the term, deleted ones included.</param>
/// <param name="TotalTermFreq">Occurrences in all of them; equal to <paramref name="DocFreq"/> when the field keeps no frequencies.</param>
public readonly record struct TermState(int Ordinal, int DocFreq, long TotalTermFreq)
{
    /// <summary>Where the postings begin: in the postings section, or in the dictionary when <see cref="IsInline"/>.</summary>
    internal long DocsOffset { get; init; }

    internal int DocsLength { get; init; }

    internal long PositionsOffset { get; init; }

    internal long PositionsLength { get; init; }

    internal bool IsInline { get; init; }
}
