namespace SearchPlanet.Feeds.Xml;

/// <summary>The vocabularies that feeds draw on. Plain RSS in any of its namespaces, or in none, is <see cref="Rss"/>.</summary>
internal enum XmlVocabulary : byte
{
    Rss,
    Atom,
    Rdf,
    DublinCore,
    DublinCoreTerms,
    Content,
    Xhtml,
    Media,
    ITunes,
    GooglePlay,
    Podcast,
    FeedBurner,
    Syndication,
    Slash,
    CommentApi,
    Threading,
    History,
    Foreign,
}
