namespace SearchPlanet.Engine.Analysis;

/// <summary>What an analyzer knows of a token beyond its text. Not stored in the index.</summary>
[Flags]
public enum TokenFlags : byte
{
    None = 0,

    /// <summary>An identifier, path, option, version or compound as typed: never stemmed.</summary>
    Identifier = 1,

    /// <summary>One part of an identifier that is also a token as a whole.</summary>
    Part = 2,

    /// <summary>The stem of the token before it, ending with <see cref="StemMarker.Char"/>.</summary>
    Stem = 4,

    /// <summary>Holds a digit.</summary>
    Numeric = 8,

    /// <summary>A word of letters whose stem counts: a query for it looks for <see cref="StemMarker"/>'s two terms.</summary>
    Word = 16,
}
