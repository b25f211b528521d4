using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Writes a buffer of documents as a segment. Keeps its scratch memory from one to the next; for one thread at a time.</summary>
internal sealed class SegmentFlusher(IndexDirectory directory, IndexSchema schema)
{
    // Scratch for more tokens than this is not kept for the next segment.
    private const int MaxKeptSlots = 32 << 20;

    private ulong[] _slots = [];

    /// <summary>Writes a segment.</summary>
    /// <param name="buffer">At least one document.</param>
    /// <param name="deleted">Receives the documents that the buffer's own deletions hit; null when there are none.</param>
    public SegmentInfo Flush(DocumentBuffer buffer, string name, ulong id, out FixedBitSet? deleted)
    {
        deleted = null;
        var file = name + SegmentFormat.Extension;
        var writer = new SegmentWriter(directory.CreateOutput(file), id);
        try
        {
            WriteInfo(writer, schema, buffer.DocCount);
            for (var field = 0; field < buffer.Fields.Length; field++)
            {
                WriteField(writer, name, buffer, field, ref deleted);
            }

            if (buffer.HasSummary)
            {
                var summary = new SummaryWriter(writer, buffer.DocCount);
                for (var doc = 0; doc < buffer.DocCount; doc++)
                {
                    summary.Add(buffer.SummaryOf(doc));
                }

                summary.Finish();
            }

            if (buffer.HasBody)
            {
                var body = new BodyWriter(writer);
                buffer.WriteBodies(body);
                body.Finish();
            }

            writer.Finish();
            return new SegmentInfo(name, id, buffer.DocCount, writer.FileLength);
        }
        catch
        {
            directory.Abandon(writer, file);
            throw;
        }
        finally
        {
            if (_slots.Length > MaxKeptSlots)
            {
                _slots = [];
            }
        }
    }

    public static void WriteInfo(SegmentWriter writer, IndexSchema schema, int maxDoc)
    {
        Span<byte> info = stackalloc byte[SegmentFormat.InfoBytes];
        info.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(info, maxDoc);
        BinaryPrimitives.WriteUInt64LittleEndian(info[8..], schema.FingerprintNumber);
        writer.Begin(SectionKind.Info, 0);
        writer.Write(info);
        writer.End();
    }

    private static FixedBitSet MarkDeleted(ref FixedBitSet? deleted, int maxDoc) => deleted ??= new FixedBitSet(maxDoc);

    private void WriteField(SegmentWriter writer, string name, DocumentBuffer buffer, int number, ref FixedBitSet? deleted)
    {
        var field = buffer.Fields[number];
        var maxDoc = buffer.DocCount;
        var order = field.Terms.Count > 0 ? field.Terms.Sort() : null;
        if (field.HasTokens)
        {
            byte[] norms = [];
            if (field.Type.HasNorms)
            {
                norms = field.Norms;
                Array.Resize(ref norms, maxDoc);
                writer.Begin(SectionKind.Norms, number);
                writer.Write(norms);
                writer.End();
            }

            WritePostings(writer, name, buffer, number, order!, norms, ref deleted);
        }

        if (field.Numbers.Count > 0)
        {
            var values = new long[maxDoc];
            var present = new FixedBitSet(maxDoc);
            foreach ((var doc, var value) in field.Numbers)
            {
                values[doc] = value;
                present.Set(doc);
            }

            NumericWriter.Write(writer, number, values, present);
        }

        if (field.ColumnEnds.Count > 0)
        {
            WriteColumn(writer, field, number, order!, maxDoc);
        }
    }

    private static void WriteColumn(SegmentWriter writer, FieldBuffer field, int number, int[] order, int maxDoc)
    {
        // Terms that are only in postings, of texts, have no place in the column.
        var ordinals = new int[field.Terms.Count];
        for (var i = 0; i < field.ColumnTerms.Count;)
        {
            var chunk = field.ColumnTerms.ChunkAt(i, field.ColumnTerms.Count);
            foreach (var term in chunk)
            {
                ordinals[term] = 1;
            }

            i += chunk.Length;
        }

        var column = new SortedSetWriter(maxDoc);
        var count = 0;
        foreach (var term in order)
        {
            if (ordinals[term] != 0)
            {
                column.AddValue(field.Terms[term]);
                ordinals[term] = count++;
            }
        }

        List<int> ofDoc = [];
        var at = 0;
        foreach ((var doc, var end) in field.ColumnEnds)
        {
            ofDoc.Clear();
            while (at < end)
            {
                var chunk = field.ColumnTerms.ChunkAt(at, end);
                foreach (var term in chunk)
                {
                    ofDoc.Add(ordinals[term]);
                }

                at += chunk.Length;
            }

            // However often a value was given: it may have been a thousand times.
            ofDoc.Sort();
            var distinct = CollectionsMarshal.AsSpan(ofDoc);
            column.AddDocument(doc, distinct[..KeepDistinct(distinct)]);
        }

        column.Finish(writer, number);
    }

    // Moves the distinct ones of rising numbers to the front; how many those are.
    private static int KeepDistinct(Span<int> rising)
    {
        var kept = 0;
        foreach (var number in rising)
        {
            if (kept == 0 || rising[kept - 1] != number)
            {
                rising[kept++] = number;
            }
        }

        return kept;
    }

    private void WritePostings(SegmentWriter writer, string name, DocumentBuffer buffer, int number, int[] order, byte[] norms, ref FixedBitSet? deleted)
    {
        var field = buffer.Fields[number];
        var ends = SortTokens(field, order);
        var deletions = DeletionsOf(buffer, field);
        using var fieldWriter = new FieldPostingsWriter(directory, name, field.Type.IndexOptions, norms);
        var postings = fieldWriter.Postings;
        var hasFreqs = field.Type.IndexOptions >= IndexOptions.DocsAndFreqs;
        var hasPositions = field.Type.IndexOptions >= IndexOptions.DocsFreqsPositions;
        var at = 0;
        foreach (var term in order)
        {
            var end = ends[term];
            var deletedBelow = deletions is null ? 0 : deletions.GetValueOrDefault(term);
            ReadOnlySpan<ulong> slots = _slots.AsSpan(at, end - at);
            at = end;
            postings.StartTerm();
            while (!slots.IsEmpty)
            {
                var doc = (uint)(slots[0] >> 32);
                var freq = 1;
                while (freq < slots.Length && (uint)(slots[freq] >> 32) == doc)
                {
                    freq++;
                }

                postings.AddDoc((int)doc, hasFreqs ? freq : 1);
                if (hasPositions)
                {
                    foreach (var slot in slots[..freq])
                    {
                        postings.AddPosition((int)(uint)slot);
                    }
                }

                if (doc < (uint)deletedBelow)
                {
                    MarkDeleted(ref deleted, buffer.DocCount).Set((int)doc);
                }

                slots = slots[freq..];
            }

            fieldWriter.FinishTerm(field.Terms[term]);
        }

        fieldWriter.Finish(writer, number, field.DocCount);
    }

    private static Dictionary<int, int>? DeletionsOf(DocumentBuffer buffer, FieldBuffer field)
    {
        Dictionary<int, int>? deletions = null;
        foreach ((var term, var below) in buffer.Deletions)
        {
            if (below > 0 && term.Field == field.Type.Name && field.Terms.Find(term.Bytes.Span) is >= 0 and var number)
            {
                (deletions ??= [])[number] = below;
            }
        }

        return deletions;
    }

    // Counting sort: each token as document * 2^32 + position, those of a term together, terms in order. Gives where each term's end.
    private int[] SortTokens(FieldBuffer field, int[] order)
    {
        var counts = field.Counts;
        var next = new int[counts.Length];
        var total = 0;
        foreach (var term in order)
        {
            next[term] = total;
            total += counts[term];
        }

        if (_slots.Length < total)
        {
            _slots = GC.AllocateUninitializedArray<ulong>(Math.Max(total, Math.Min(2 * _slots.Length, MaxKeptSlots)));
        }

        var slots = _slots;
        var at = 0;
        for (var i = 0; i < field.DocCount; i++)
        {
            (var doc, var end) = field.DocAt(i);
            var high = (ulong)(uint)doc << 32;
            var position = uint.MaxValue;
            uint increment = 1;
            while (at < end)
            {
                var chunk = field.Tokens.ChunkAt(at, end);
                foreach (var token in chunk)
                {
                    if ((token & FieldBuffer.IncrementMark) != 0)
                    {
                        increment = token & ~FieldBuffer.IncrementMark;
                        continue;
                    }

                    position += increment;
                    increment = 1;
                    slots[next[token]++] = high | position;
                }

                at += chunk.Length;
            }
        }

        return next;
    }
}
