namespace SearchPlanet.Feeds.Xml;

/// <summary>What is known of elements by their names alone, where nesting has to be mended.</summary>
internal static class ElementNesting
{
    /// <summary>Items, and what is around items.</summary>
    public static bool IsStructure(ElementName name) => name is ElementName.Item or ElementName.Entry or ElementName.Channel
        or ElementName.Feed or ElementName.Rss or ElementName.Rdf or ElementName.Html or ElementName.Opml;

    /// <summary>Elements that hold text and nothing else.</summary>
    public static bool IsLeaf(ElementName name) => name is ElementName.Link or ElementName.Guid or ElementName.PubDate or ElementName.Id
        or ElementName.Category or ElementName.Comments or ElementName.Language or ElementName.Generator or ElementName.Ttl
        or ElementName.LastBuildDate or ElementName.ManagingEditor or ElementName.WebMaster or ElementName.Published or ElementName.Updated
        or ElementName.Creator or ElementName.Date or ElementName.Url or ElementName.Name or ElementName.Email or ElementName.Uri
        or ElementName.Enclosure or ElementName.Subject or ElementName.Modified or ElementName.Issued or ElementName.Created;

    /// <summary>Names that only feeds use: found inside a title or description, that one was never closed.</summary>
    public static bool IsFeedOnly(ElementName name) => name is ElementName.PubDate or ElementName.Guid
        or ElementName.Description or ElementName.Enclosure or ElementName.Encoded or ElementName.Creator or ElementName.Published
        or ElementName.Updated or ElementName.Category or ElementName.LastBuildDate or ElementName.Link or ElementName.Author
        or ElementName.Comments or ElementName.ManagingEditor or ElementName.WebMaster or ElementName.Generator or ElementName.Id
        or ElementName.Content or ElementName.Date;

    /// <summary>Elements whose content may be markup of another kind, which is no business of the tape.</summary>
    /// <param name="isInItem">A body of an item is its content; that of a page is not.</param>
    public static bool IsKeptWhole(ElementName name, XmlVocabulary vocabulary, bool isInItem) => name switch
    {
        ElementName.Title or ElementName.Description or ElementName.Summary or ElementName.Subtitle or ElementName.Tagline or ElementName.Info
            or ElementName.Rights or ElementName.Copyright or ElementName.Abstract or ElementName.FullItem or ElementName.Encoded => true,
        ElementName.Content => vocabulary is XmlVocabulary.Rss or XmlVocabulary.Atom,
        ElementName.Body => isInItem,
        _ => false,
    };
}
