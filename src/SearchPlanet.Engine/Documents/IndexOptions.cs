namespace SearchPlanet.Engine.Documents;

/// <summary>What the postings of a field keep. Each value includes those before it.</summary>
public enum IndexOptions : byte
{
    /// <summary>Not searchable.</summary>
    None = 0,

    /// <summary>Only which documents hold a term: filters, identifiers.</summary>
    Docs = 1,

    /// <summary>And how often: ranking without phrases.</summary>
    DocsAndFreqs = 2,

    /// <summary>And where: phrases and proximity.</summary>
    DocsFreqsPositions = 3,
}
