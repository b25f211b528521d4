using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// Writes several segments as one, without their deleted documents. Streams: memory grows with the number of documents (a few
/// bytes each), not with their contents.
/// </summary>
internal sealed class SegmentMerger(IndexDirectory directory, IndexSchema schema, IReadOnlyList<MergeSource> sources, CancellationToken cancellationToken)
{
    // A block of bodies shorter than this is not copied but joined with its neighbours.
    private const int MinCopiedBodyBytes = BodyFormat.TargetBytes / 2;

    // How much is written before the pages read for it are given back.
    private const long BytesBetweenReleases = 32 << 20;

    private long _released;

    private readonly int _maxDoc = sources.Sum(static s => s.NumDocs);

    /// <summary>Merges; the sources have at least one living document.</summary>
    /// <exception cref="CorruptIndexException">A source is damaged.</exception>
    public SegmentInfo Merge(string name, ulong id)
    {
        VerifySources();
        var file = name + SegmentFormat.Extension;
        var writer = new SegmentWriter(directory.CreateOutput(file), id);
        try
        {
            SegmentFlusher.WriteInfo(writer, schema, _maxDoc);
            for (var field = 0; field < schema.Fields.Length; field++)
            {
                var norms = MergeNorms(writer, field);
                MergePostings(writer, name, field, norms);
                MergeNumbers(writer, field);
                MergeSets(writer, field);
                ReleasePages(writer.FileLength);
            }

            MergeSummaries(writer);
            MergeBodies(writer);
            writer.Finish();
            return new SegmentInfo(name, id, _maxDoc, writer.FileLength);
        }
        catch
        {
            directory.Abandon(writer, file);
            throw;
        }
    }

    // What is copied gets a new checksum: damage would go on in a segment that looks sound, and take the last whole copy with it.
    private void VerifySources()
    {
        foreach (var source in sources)
        {
            foreach (var entry in source.Core.File.Entries)
            {
                if (source.Core.File.Verify(entry, cancellationToken) is { } damage)
                {
                    throw damage;
                }

                source.Core.File.ReleasePages();
            }
        }
    }

    private byte[] MergeNorms(SegmentWriter writer, int field)
    {
        if (!sources.Any(s => s.Core.Norms(field).Exists))
        {
            return [];
        }

        var norms = new byte[_maxDoc];
        foreach (var source in sources)
        {
            var section = source.Core.Norms(field);
            if (!section.Exists)
            {
                continue;
            }

            var from = section.Span<byte>(0, section.Length);
            if (source.NewDocs is null)
            {
                from.CopyTo(norms.AsSpan(source.DocBase));
                continue;
            }

            for (var doc = 0; doc < from.Length; doc++)
            {
                if (source.NewDocs[doc] >= 0)
                {
                    norms[source.NewDocs[doc]] = from[doc];
                }
            }
        }

        writer.Begin(SectionKind.Norms, field);
        writer.Write(norms);
        writer.End();
        return norms;
    }

    private void MergePostings(SegmentWriter writer, string name, int field, byte[] norms)
    {
        var cursors = TermCursors(field);
        if (cursors.Count == 0)
        {
            return;
        }

        // With norms those tell which documents have a term.
        var hasTerm = norms.Length == 0 ? new FixedBitSet(_maxDoc) : null;
        var options = schema.Fields[field].IndexOptions;
        using var target = new FieldPostingsWriter(directory, name, options, norms);
        var term = new byte[TermsFormat.MaxTermBytes];
        List<TermCursor> same = [];
        PostingsEnum? postings = null;
        for (var count = 0; cursors.Count > 0; count++)
        {
            if (count % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReleasePages(writer.FileLength + target.Length);
            }

            var length = TakeLeast(cursors, same, term);
            target.StartTerm();
            foreach (var cursor in same)
            {
                var from = cursor.Source.Core.Postings(field)!;
                if (postings is null)
                {
                    postings = new PostingsEnum(from, cursor.Terms.State);
                }
                else
                {
                    postings.Reset(from, cursor.Terms.State);
                }

                CopyPostings(cursor.Source, postings, target.Postings, options, hasTerm);
            }

            target.FinishTerm(term.AsSpan(0, length));
            foreach (var cursor in same)
            {
                if (cursor.Terms.Next())
                {
                    cursors.Enqueue(cursor, cursor);
                }
            }
        }

        target.Finish(writer, field, hasTerm?.Cardinality() ?? (norms.Length - norms.AsSpan().Count((byte)0)));
    }

    // Each source's terms, on the first of them.
    private PriorityQueue<TermCursor, TermCursor> TermCursors(int field)
    {
        var cursors = new PriorityQueue<TermCursor, TermCursor>(sources.Count, TermCursor.Order);
        var order = 0;
        foreach (var source in sources)
        {
            if (source.Core.Terms(field) is { } terms)
            {
                var cursor = new TermCursor(source, terms, order++);
                if (cursor.Terms.Next())
                {
                    cursors.Enqueue(cursor, cursor);
                }
            }
        }

        return cursors;
    }

    // Takes the cursors that stand on the least term, in the order of their sources; copies it and gives its length.
    private static int TakeLeast(PriorityQueue<TermCursor, TermCursor> cursors, List<TermCursor> same, byte[] term)
    {
        same.Clear();
        same.Add(cursors.Dequeue());
        var length = same[0].Terms.Term.Length;
        same[0].Terms.Term.CopyTo(term);
        while (cursors.TryPeek(out var next, out _) && next.Terms.Term.SequenceEqual(term.AsSpan(0, length)))
        {
            same.Add(cursors.Dequeue());
        }

        return length;
    }

    private static void CopyPostings(MergeSource source, PostingsEnum from, PostingsWriter to, IndexOptions options, FixedBitSet? hasTerm)
    {
        var hasPositions = options == IndexOptions.DocsFreqsPositions;
        while (from.NextBlock())
        {
            if (source.NewDocs is null)
            {
                CopyBlock(source, from, to, hasPositions, hasTerm);
            }
            else
            {
                CopyLiving(source.NewDocs, from, to, hasPositions, hasTerm);
            }
        }
    }

    private static void CopyBlock(MergeSource source, PostingsEnum from, PostingsWriter to, bool hasPositions, FixedBitSet? hasTerm)
    {
        var docs = from.Docs;
        var freqs = from.Freqs;
        while (!docs.IsEmpty)
        {
            var count = to.AddDocs(docs, source.DocBase, freqs, out var totalFreq);
            if (hasPositions)
            {
                CopyGaps(from, to, totalFreq);
            }

            if (hasTerm is not null)
            {
                foreach (var doc in docs[..count])
                {
                    hasTerm.Set(source.DocBase + doc);
                }
            }

            docs = docs[count..];
            freqs = freqs[count..];
        }
    }

    private static void CopyLiving(int[] newDocs, PostingsEnum from, PostingsWriter to, bool hasPositions, FixedBitSet? hasTerm)
    {
        var docs = from.Docs;
        var freqs = from.Freqs;
        for (var i = 0; i < docs.Length; i++)
        {
            var doc = newDocs[docs[i]];
            if (doc >= 0)
            {
                to.AddDoc(doc, freqs[i]);
                hasTerm?.Set(doc);
                if (hasPositions)
                {
                    CopyGaps(from, to, freqs[i]);
                }
            }
            else if (hasPositions)
            {
                from.OpenPositions().SkipGaps(freqs[i]);
            }
        }
    }

    // Gaps are within a document: they are copied without being added up.
    private static void CopyGaps(PostingsEnum from, PostingsWriter to, long count)
    {
        var positions = from.OpenPositions();
        while (count > 0)
        {
            var gaps = positions.NextGaps((int)Math.Min(count, PostingsEnum.BlockSize));
            to.AddPositionGaps(gaps);
            count -= gaps.Length;
        }
    }

    private void MergeNumbers(SegmentWriter writer, int field)
    {
        if (!sources.Any(s => s.Core.Numbers(field) is not null))
        {
            return;
        }

        var values = new long[_maxDoc];
        var present = new FixedBitSet(_maxDoc);
        var any = false;
        foreach (var source in sources)
        {
            if (source.Core.Numbers(field) is not { } numbers)
            {
                continue;
            }

            for (var doc = 0; doc < numbers.MaxDoc; doc++)
            {
                var mapped = source.Map(doc);
                if (mapped >= 0 && numbers.HasValue(doc))
                {
                    values[mapped] = numbers.Get(doc);
                    present.Set(mapped);
                    any = true;
                }
            }
        }

        if (any)
        {
            NumericWriter.Write(writer, field, values, present);
        }
    }

    private void MergeSets(SegmentWriter writer, int field)
    {
        var cursors = new PriorityQueue<SetCursor, SetCursor>(sources.Count, SetCursor.Order);
        List<SetCursor> all = [];
        foreach (var source in sources)
        {
            if (source.Core.Sets(field) is { } set)
            {
                all.Add(new SetCursor(source, set));
                all[^1].MarkUsed();
                if (all[^1].MoveNext())
                {
                    cursors.Enqueue(all[^1], all[^1]);
                }
            }
        }

        if (cursors.Count == 0)
        {
            return;
        }

        var target = new SortedSetWriter(_maxDoc);
        MergeValues(cursors, target);
        CopyOrdinals(all, target);
        target.Finish(writer, field);
    }

    private static void MergeValues(PriorityQueue<SetCursor, SetCursor> cursors, SortedSetWriter target)
    {
        var count = 0;
        while (cursors.TryPeek(out var first, out _))
        {
            var value = first.Value;
            target.AddValue(value);
            while (cursors.TryPeek(out var same, out _) && same.Value.SequenceEqual(value))
            {
                cursors.Dequeue();
                same.Map(count);
                if (same.MoveNext())
                {
                    cursors.Enqueue(same, same);
                }
            }

            count++;
        }
    }

    private static void CopyOrdinals(List<SetCursor> cursors, SortedSetWriter target)
    {
        List<int> ordinals = [];
        foreach (var cursor in cursors)
        {
            for (var doc = 0; doc < cursor.Set.MaxDoc; doc++)
            {
                var mapped = cursor.Source.Map(doc);
                if (mapped >= 0)
                {
                    ordinals.Clear();
                    var values = cursor.Set.CountOf(doc);
                    for (var i = 0; i < values; i++)
                    {
                        ordinals.Add(cursor.Mapped(cursor.Set.OrdinalOf(doc, i)));
                    }

                    target.AddDocument(mapped, CollectionsMarshal.AsSpan(ordinals));
                }
            }
        }
    }

    private void MergeSummaries(SegmentWriter writer)
    {
        if (!sources.Any(static s => s.Core.Summary is not null))
        {
            return;
        }

        var target = new SummaryWriter(writer, _maxDoc);
        foreach (var source in sources)
        {
            var stored = source.Core.StoredFields();
            for (var doc = 0; doc < source.Core.Info.MaxDoc; doc++)
            {
                if (source.Map(doc) >= 0)
                {
                    target.Add(stored.SummaryBytes(doc));
                }
            }

            ReleasePages(writer.FileLength);
        }

        target.Finish();
    }

    private void MergeBodies(SegmentWriter writer)
    {
        if (!sources.Any(static s => s.Core.Body is not null))
        {
            return;
        }

        var target = new BodyWriter(writer);
        foreach (var source in sources)
        {
            if (source.Core.Body is not { } body)
            {
                for (var i = 0; i < source.NumDocs; i++)
                {
                    target.Add(default);
                }

                continue;
            }

            var stored = source.Core.StoredFields();
            for (var block = 0; block < body.BlockCount; block++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReleasePages(writer.FileLength);
                var first = body.FirstDoc(block);
                var docs = body.DocsOf(block);
                var bytes = body.Block(block);
                if (BinaryPrimitives.ReadInt32LittleEndian(bytes) >= MinCopiedBodyBytes && AllLive(source, first, docs))
                {
                    target.AddBlock(bytes, docs);
                    continue;
                }

                for (var doc = first; doc < first + docs; doc++)
                {
                    if (source.Map(doc) >= 0)
                    {
                        target.Add(stored.BodyBytes(doc));
                    }
                }
            }
        }

        target.Finish();
    }

    private void ReleasePages(long written)
    {
        if (Math.Abs(written - _released) >= BytesBetweenReleases)
        {
            _released = written;
            foreach (var source in sources)
            {
                source.Core.File.ReleasePages();
            }
        }
    }

    private static bool AllLive(MergeSource source, int first, int docs)
    {
        if (source.Live is not { } live)
        {
            return true;
        }

        for (var doc = first; doc < first + docs; doc++)
        {
            if (!live[doc])
            {
                return false;
            }
        }

        return true;
    }

    private sealed class TermCursor(MergeSource source, Terms terms, int place)
    {
        public static readonly Comparer<TermCursor> Order = Comparer<TermCursor>.Create(static (a, b) =>
        {
            var order = a.Terms.Term.SequenceCompareTo(b.Terms.Term);
            return order != 0 ? order : a.Place.CompareTo(b.Place);
        });

        public MergeSource Source => source;

        public TermsEnum Terms { get; } = terms.Iterator();

        private int Place => place;
    }

    private sealed class SetCursor(MergeSource source, SortedSetDocValues set)
    {
        public static readonly Comparer<SetCursor> Order = Comparer<SetCursor>.Create(static (a, b) => a.Value.SequenceCompareTo(b.Value));

        private const int Unused = -1;

        private readonly int[] _mapped = new int[set.ValueCount];
        private int _at = -1;

        public MergeSource Source => source;

        public SortedSetDocValues Set => set;

        public ReadOnlySpan<byte> Value => set.LookupOrd(_at);

        /// <summary>Finds the values that living documents have: the others are not carried on.</summary>
        public void MarkUsed()
        {
            Array.Fill(_mapped, Unused);
            for (var doc = 0; doc < set.MaxDoc; doc++)
            {
                if (source.Map(doc) >= 0)
                {
                    var count = set.CountOf(doc);
                    for (var i = 0; i < count; i++)
                    {
                        _mapped[set.OrdinalOf(doc, i)] = 0;
                    }
                }
            }
        }

        public bool MoveNext()
        {
            do
            {
                _at++;
            }
            while (_at < _mapped.Length && _mapped[_at] == Unused);
            return _at < _mapped.Length;
        }

        public void Map(int ordinal) => _mapped[_at] = ordinal;

        public int Mapped(int ordinal) => _mapped[ordinal];
    }
}
