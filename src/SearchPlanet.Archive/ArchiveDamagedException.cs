namespace SearchPlanet.Archive;

/// <summary>A database file that is no archive, or no whole one. The message says what is wrong and what to do.</summary>
public sealed class ArchiveDamagedException : IOException
{
    public ArchiveDamagedException()
    {
    }

    public ArchiveDamagedException(string message)
        : base(message)
    {
    }

    public ArchiveDamagedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
