namespace SearchPlanet.Feeds.Xml;

/// <summary>An element of an <see cref="XmlTape"/>: where it stands in the text, and how many elements it holds.</summary>
internal struct XmlElement
{
    public XmlVocabulary Vocabulary;
    public ElementName Name;

    /// <summary>Tags stand between its own; for an element kept whole these have no place on the tape.</summary>
    public bool HasMarkup;
    public int NameStart;
    public int NameEnd;
    public int AttributesStart;
    public int AttributesEnd;
    public int ContentStart;
    public int ContentEnd;

    /// <summary>The place on the tape after its last descendant.</summary>
    public int SubtreeEnd;

    /// <summary>Into <see cref="XmlTape.Bases"/> and <see cref="XmlTape.Languages"/>.</summary>
    public int Base;
    public int Language;
}
