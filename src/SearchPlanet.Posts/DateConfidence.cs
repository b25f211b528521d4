namespace SearchPlanet.Posts;

/// <summary>Where a post's date comes from. The numbers are stored.</summary>
public enum DateConfidence
{
    /// <summary>Nobody said, and it was not seen appearing: the post has no date.</summary>
    Unknown = 0,

    /// <summary>The feed or file said so.</summary>
    Feed = 1,

    /// <summary>The feed gave none or one in the future; the moment we first saw the post stands in.</summary>
    FirstSeen = 2,
}
