namespace SearchPlanet.Ingestion.Push;

/// <summary>What became of a hub's delivery.</summary>
public enum PushOutcome
{
    /// <summary>Nobody here ever asked for it.</summary>
    Unknown,

    /// <summary>It is not wanted any more.</summary>
    Ended,

    /// <summary>Not signed with our secret, or no feed: acknowledged and ignored, as the specification has it.</summary>
    Ignored,

    /// <summary>Its entries are in the archive.</summary>
    Taken,
}
