namespace SearchPlanet.Server.Api;

/// <summary>A kind of failure that the API reports (RFC 9457). The address of its documentation is its stable type.</summary>
/// <param name="Slug">The last part of the type's address.</param>
/// <param name="Title">The same for every occurrence.</param>
/// <param name="Meaning">What it means and what a caller should do, for the documentation.</param>
public sealed record Problem(string Slug, int Status, string Title, string Meaning)
{
    /// <summary>Whether the same request may succeed in a moment.</summary>
    public bool MayPass => Status is 429 or 503;

    public static readonly Problem InvalidParameter = new("invalid-parameter", 400, "Invalid parameter",
        "A parameter is unknown, repeated or out of its range. The member errors names each with the nearest known name.");

    public static readonly Problem InvalidQuery = new("invalid-query", 400, "Query not understood",
        "Only with strict=1: the query holds something that would otherwise be searched as text. The members code and at say what and where.");

    public static readonly Problem InvalidBody = new("invalid-body", 400, "Invalid request body",
        "The body is not the JSON object that this endpoint takes; detail says why.");

    public static readonly Problem Unauthorized = new("unauthorized", 401, "Key needed",
        "The endpoint needs a key: Authorization: Bearer KEY. The operator's for what changes the planet; for webhooks a user's will do.");

    public static readonly Problem Forbidden = new("forbidden", 403, "Not from here",
        "The endpoint answers only on the management port or to the server's own machine.");

    public static readonly Problem NotFound = new("not-found", 404, "Not found",
        "There is nothing at this address: the path is wrong, or the post, source or facet does not exist.");

    public static readonly Problem MethodNotAllowed = new("method-not-allowed", 405, "Method not allowed",
        "The address exists, but not for this method; the header Allow lists those that do.");

    public static readonly Problem StaleCursor = new("stale-cursor", 410, "Cursor no longer valid",
        "The cursor belongs to another search, or to an index that is gone. Start again from the first page: the same request without cursor.");

    public static readonly Problem TooLarge = new("content-too-large", 413, "Request too large",
        "The body or the address is longer than the server takes.");

    public static readonly Problem UnsupportedMediaType = new("unsupported-media-type", 415, "Unsupported media type",
        "The body must be application/json.");

    public static readonly Problem FeedUnreachable = new("feed-unreachable", 422, "No feed there",
        "The address could not be fetched, or neither is a feed nor points to one; detail says why.");

    public static readonly Problem TooManyRequests = new("too-many-requests", 429, "Too many requests",
        "This address has used up its share. Retry-After says in how many seconds to go on.");

    public static readonly Problem BadRequest = new("bad-request", 400, "Bad request",
        "The request is not valid HTTP.");

    public static readonly Problem Internal = new("internal", 500, "Internal error",
        "A fault of ours. The member trace_id finds it in the server's log.");

    public static readonly Problem NotReady = new("not-ready", 503, "Not ready",
        "The server has just started, or the archive cannot be reached. Retry-After says when to try again.");

    public static readonly Problem Overloaded = new("overloaded", 503, "Overloaded",
        "More searches are waiting than the server takes. Retry-After says when to try again.");

    public static readonly Problem Timeout = new("search-timeout", 503, "Search took too long",
        "The search was given up when its time was over. Ask for less: fewer wildcards, no facets, a shorter query.");

    /// <summary>Every one, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<Problem> All =
    [
        InvalidParameter, InvalidQuery, InvalidBody, BadRequest, Unauthorized, Forbidden, NotFound, MethodNotAllowed, StaleCursor, TooLarge,
        UnsupportedMediaType, FeedUnreachable, TooManyRequests, Internal, NotReady, Overloaded, Timeout,
    ];

    /// <summary>What a bare status code means when nothing more is known.</summary>
    public static Problem ForStatus(int status) =>
        All.FirstOrDefault(problem => problem.Status == status && problem != InvalidParameter && problem != InvalidQuery && problem != InvalidBody)
        ?? (status < 500 ? BadRequest with { Status = status } : Internal with { Status = status });
}
