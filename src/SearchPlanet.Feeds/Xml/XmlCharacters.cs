using System.Buffers;

namespace SearchPlanet.Feeds.Xml;

/// <summary>Sets of characters that scanning stops at.</summary>
internal static class XmlCharacters
{
    /// <summary>What the name of an entity is made of.</summary>
    public static readonly SearchValues<char> OfEntityNames =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

    /// <summary>What the name of an encoding is made of: the XML specification's, and the colon of an old registration.</summary>
    public static readonly SearchValues<char> OfEncodingNames =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-:");

    /// <summary>What ends a name or a value in a declaration.</summary>
    public static readonly SearchValues<char> OfNameEnds = SearchValues.Create(" \t\n\r\"'>?");
}
