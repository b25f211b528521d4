namespace SearchPlanet.Ingestion.Fetching;

/// <summary>A host's name led only to addresses that <see cref="AddressGuard"/> refuses. Met while connecting; <see cref="FeedHttpClient"/> turns it into a result.</summary>
public sealed class AddressRefusedException : IOException
{
    public AddressRefusedException()
    {
    }

    public AddressRefusedException(string message)
        : base(message)
    {
    }

    public AddressRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
