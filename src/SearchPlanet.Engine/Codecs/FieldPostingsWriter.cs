using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Writes dictionary and postings of one field of a segment, term by term in order.</summary>
internal sealed class FieldPostingsWriter : IDisposable
{
    private readonly IndexOptions _options;
    private readonly SpillBuffer _docs;
    private readonly SpillBuffer _positions;
    private readonly SpillBuffer _blocks;
    private readonly TermsWriter _terms;

    /// <param name="temporaryName">A file name that is free; endings are added to it.</param>
    /// <param name="norms">The norms of all documents; empty when the field has none.</param>
    public FieldPostingsWriter(IndexDirectory directory, string temporaryName, IndexOptions options, ReadOnlyMemory<byte> norms)
    {
        _options = options;
        _docs = new SpillBuffer(directory, temporaryName + "-docs" + SpillBuffer.Extension);
        _positions = new SpillBuffer(directory, temporaryName + "-positions" + SpillBuffer.Extension);
        _blocks = new SpillBuffer(directory, temporaryName + "-terms" + SpillBuffer.Extension);
        _terms = new TermsWriter(options, _blocks);
        Postings = new PostingsWriter(options, norms, _docs, _positions);
    }

    /// <summary>Takes the documents of the current term.</summary>
    public PostingsWriter Postings { get; }

    /// <summary>Bytes waiting for their place in the segment.</summary>
    public long Length => _docs.Length + _positions.Length + _blocks.Length;

    public void StartTerm() => Postings.StartTerm();

    /// <summary>Ends a term; without documents it is left out.</summary>
    public void FinishTerm(ReadOnlySpan<byte> term)
    {
        if (Postings.DocFreq == 0)
        {
            return;
        }

        var postings = Postings.FinishTerm(TermsFormat.InlineLimit);
        _terms.Add(term, postings, Postings.InlineDocs, Postings.InlinePositions);
    }

    /// <summary>Writes the field's sections; none when no term was added.</summary>
    /// <param name="docCount">Documents with at least one term.</param>
    public void Finish(SegmentWriter writer, int field, int docCount)
    {
        if (_terms.Count == 0)
        {
            return;
        }

        _terms.Finish(writer, field, docCount);
        writer.Begin(SectionKind.Postings, field);
        _docs.CopyTo(writer);
        writer.End();
        if (_options == IndexOptions.DocsFreqsPositions)
        {
            writer.Begin(SectionKind.Positions, field);
            _positions.CopyTo(writer);
            writer.End();
        }
    }

    public void Dispose()
    {
        _docs.Dispose();
        _positions.Dispose();
        _blocks.Dispose();
    }
}
