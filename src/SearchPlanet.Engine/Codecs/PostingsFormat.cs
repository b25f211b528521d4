namespace SearchPlanet.Engine.Codecs;

/// <summary>How postings lie in a segment.</summary>
public static class PostingsFormat
{
    /// <summary>Documents in a full block.</summary>
    public const int BlockSize = 128;
}
