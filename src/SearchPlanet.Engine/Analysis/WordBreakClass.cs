namespace SearchPlanet.Engine.Analysis;

/// <summary>The word-break property of a character (UAX #29 table 3), with the classes that tokenizers treat on their own.</summary>
internal enum WordBreakClass : byte
{
    Other,
    ALetter,
    Numeric,
    Katakana,
    HebrewLetter,
    ExtendNumLet,
    MidLetter,
    MidNum,
    MidNumLet,
    SingleQuote,
    DoubleQuote,
    Extend,
    Ideograph,
    Hiragana,
    SoutheastAsian,
    Emoji,
    RegionalIndicator,
}
