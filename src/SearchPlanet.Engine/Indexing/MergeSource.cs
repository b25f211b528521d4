namespace SearchPlanet.Engine.Indexing;

/// <summary>A segment to be merged, with the documents alive when merging began.</summary>
internal sealed class MergeSource
{
    public MergeSource(SegmentCore core, FixedBitSet? live, int docBase)
    {
        Core = core;
        Live = live;
        DocBase = docBase;
        var maxDoc = core.Info.MaxDoc;
        if (live is null)
        {
            NumDocs = maxDoc;
            return;
        }

        NewDocs = new int[maxDoc];
        var next = docBase;
        for (var doc = 0; doc < maxDoc; doc++)
        {
            NewDocs[doc] = live[doc] ? next++ : -1;
        }

        NumDocs = next - docBase;
    }

    public SegmentCore Core { get; }

    public FixedBitSet? Live { get; }

    /// <summary>The merged segment's id of the first living document.</summary>
    public int DocBase { get; }

    public int NumDocs { get; }

    /// <summary>For each document its id in the merged segment, -1 for deleted ones; null when none is deleted.</summary>
    public int[]? NewDocs { get; }

    /// <summary>A document's id in the merged segment, -1 when deleted.</summary>
    public int Map(int doc) => NewDocs is null ? DocBase + doc : NewDocs[doc];
}
