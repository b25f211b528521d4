namespace SearchPlanet.Archive;

/// <summary>Whether a standing query is served. Persisted by number.</summary>
public enum WebhookState
{
    Active = 0,

    /// <summary>Given up: its address has failed for too long, or said 410. Nothing is matched or posted until it is resumed.</summary>
    Dead = 1,
}
