namespace SearchPlanet.Ingestion.Fetching;

/// <summary>How a fetch ended. All of these are expected; none is an exception.</summary>
public enum FetchOutcome
{
    /// <summary>A document came: <see cref="FetchResult.Body"/>.</summary>
    Content,

    /// <summary>304: the document is the one we had.</summary>
    NotModified,

    /// <summary>410: it is gone for good.</summary>
    Gone,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>401 or 403; some servers say so where they mean 429.</summary>
    Denied,

    /// <summary>429 or 503.</summary>
    Throttled,

    /// <summary>Any other status that is not a success.</summary>
    HttpError,

    /// <summary><see cref="AddressGuard"/> refused the address, a redirect's, or the one connected to.</summary>
    Refused,

    /// <summary>A redirect loop, too many redirects, or one without a usable address.</summary>
    BadRedirect,

    /// <summary>More than <see cref="IngestionOptions.MaxBodyBytes"/> after decompression.</summary>
    ResponseTooLarge,

    /// <summary>The connection, the headers or the body took too long.</summary>
    TimedOut,

    /// <summary>The body came more slowly than <see cref="IngestionOptions.MinBytesPerSecond"/>.</summary>
    TooSlow,

    /// <summary>The name did not resolve, or nobody answered.</summary>
    Unreachable,

    /// <summary>TLS failed: a certificate expired, for another host, or not trusted.</summary>
    InsecureConnection,

    /// <summary>What came is not HTTP, or not in the encoding that it claims.</summary>
    Malformed,
}
