namespace SearchPlanet.Feeds;

/// <summary>Where an entry is talked about, and what it answers.</summary>
public sealed record FeedDiscussion
{
    public static FeedDiscussion None { get; } = new();

    /// <summary>The comments page: RSS <c>comments</c>, Atom's <c>replies</c> link of an HTML type.</summary>
    public string? CommentsPage { get; init; }

    /// <summary>The feed of comments: <c>wfw:commentRss</c>, Atom's <c>replies</c> link of a feed type.</summary>
    public string? CommentsFeed { get; init; }

    /// <summary><c>slash:comments</c> or <c>thr:total</c>.</summary>
    public int? CommentCount { get; init; }

    /// <summary>Atom threading, RFC 4685: the id of the entry answered.</summary>
    public string? InReplyToId { get; init; }

    /// <summary>Atom threading, RFC 4685: the page of the entry answered.</summary>
    public string? InReplyToLink { get; init; }
}
