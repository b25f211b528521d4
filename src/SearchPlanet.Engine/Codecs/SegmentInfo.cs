namespace SearchPlanet.Engine.Codecs;

/// <summary>A segment as a manifest names it.</summary>
/// <param name="Name">Of its file, without the ending.</param>
/// <param name="Id">The random number in its header.</param>
/// <param name="MaxDoc">Documents, deleted ones included.</param>
/// <param name="Bytes">Length of its file.</param>
internal sealed record SegmentInfo(string Name, ulong Id, int MaxDoc, long Bytes)
{
    public string FileName => Name + SegmentFormat.Extension;
}
