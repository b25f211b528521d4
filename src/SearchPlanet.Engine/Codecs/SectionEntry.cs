namespace SearchPlanet.Engine.Codecs;

/// <summary>A line of a segment's table of contents.</summary>
internal readonly record struct SectionEntry(SectionKind Kind, int Field, long Offset, long Length, uint Checksum)
{
    /// <summary>What to call the section in messages, such as <c>Terms/3</c>.</summary>
    public string Name => $"{Kind}/{Field}";
}
