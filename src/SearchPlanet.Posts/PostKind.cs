namespace SearchPlanet.Posts;

/// <summary>What sort of thing a post is. The names in lower case are the API's and the archive's values; the numbers are stored.</summary>
public enum PostKind
{
    Post = 0,
    Link = 1,
    Quote = 2,
    Newsletter = 3,
    Transcript = 4,
    Release = 5,
}
