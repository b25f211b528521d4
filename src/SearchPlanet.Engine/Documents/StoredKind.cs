namespace SearchPlanet.Engine.Documents;

/// <summary>Where a field's value is kept for showing it again.</summary>
public enum StoredKind : byte
{
    None = 0,

    /// <summary>With what a result list shows: read in place, without decompressing.</summary>
    Summary = 1,

    /// <summary>In compressed blocks, for what only a single hit's page or a snippet needs.</summary>
    Body = 2,
}
