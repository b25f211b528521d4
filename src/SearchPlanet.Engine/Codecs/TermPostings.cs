namespace SearchPlanet.Engine.Codecs;

/// <summary>What <see cref="PostingsWriter"/> says of a finished term.</summary>
internal readonly record struct TermPostings(int DocFreq, long TotalTermFreq, int DocsLength, long PositionsLength, bool IsInline);
