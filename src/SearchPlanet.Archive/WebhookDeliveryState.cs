namespace SearchPlanet.Archive;

/// <summary>What has become of a delivery. Persisted by number.</summary>
public enum WebhookDeliveryState
{
    Pending = 0,

    Delivered = 1,

    /// <summary>Every attempt has failed.</summary>
    Dead = 2,

    /// <summary>The post was taken out before it could be delivered.</summary>
    Dropped = 3,
}
