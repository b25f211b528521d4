namespace SearchPlanet.Feeds.Xml;

internal enum XmlTokenKind
{
    /// <summary>Characters with references still in them.</summary>
    Text,

    /// <summary>Literal characters, without the section's marks.</summary>
    CharacterData,
    StartTag,
    EndTag,
    DocumentType,
    ProcessingInstruction,
    Comment,
}
