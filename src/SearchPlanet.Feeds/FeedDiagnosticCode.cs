namespace SearchPlanet.Feeds;

/// <summary>What can be odd about a document.</summary>
public enum FeedDiagnosticCode
{
    /// <summary>Nothing in it is a feed.</summary>
    NotAFeed,

    /// <summary>An HTML page where a feed was expected.</summary>
    IsHtmlPage,

    Empty,

    /// <summary>The media type of the response is not one of XML or JSON.</summary>
    NonXmlContentType,

    /// <summary>The response named no encoding, or one that does not fit; the document's own was taken.</summary>
    EncodingFromDeclaration,

    /// <summary>Header, byte order mark and declaration were wrong or unknown; another encoding fits.</summary>
    EncodingOverridden,

    /// <summary>Some bytes fit no candidate encoding and were replaced.</summary>
    InvalidBytes,

    /// <summary>Something stood before the XML declaration or root element.</summary>
    JunkBeforeDocument,

    ControlCharacter,

    BareAmpersand,

    UndefinedEntity,

    /// <summary>An internal subset declared entities; they were not expanded.</summary>
    EntityDeclarationsIgnored,

    /// <summary>Entities are declared by other entities, as in a "billion laughs" document; none was expanded.</summary>
    EntityBombRefused,

    MismatchedTag,

    UnclosedElement,

    MalformedMarkup,

    UndeclaredPrefix,

    /// <summary>The document ends inside an element or a tag.</summary>
    Truncated,

    /// <summary>Elements deeper than <see cref="FeedLimits.MaxDepth"/> were skipped.</summary>
    TooDeep,

    /// <summary>Elements past <see cref="FeedLimits.MaxElements"/> or items past <see cref="FeedLimits.MaxItems"/> were skipped.</summary>
    TooMany,

    InvalidJson,

    UnreadableDate,
}
