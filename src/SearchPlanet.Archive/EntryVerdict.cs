namespace SearchPlanet.Archive;

/// <summary>What was decided about one entry of a feed. The numbers are stored.</summary>
public enum EntryVerdict
{
    /// <summary>Taken in; the story was not known.</summary>
    New = 0,

    /// <summary>Known, and something that matters had changed.</summary>
    Changed = 1,

    /// <summary>Known and the same.</summary>
    Unchanged = 2,

    /// <summary>Known from another feed: one story with several sources.</summary>
    Duplicate = 3,

    /// <summary>Left out on purpose; the reason says which rule.</summary>
    Filtered = 4,

    /// <summary>Could not be made a post; the reason says why.</summary>
    Refused = 5,
}
