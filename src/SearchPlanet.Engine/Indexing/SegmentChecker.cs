using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Reads everything in a segment whose checksums hold, and compares its parts with each other: finds mistakes of the writer.</summary>
internal sealed class SegmentChecker(SegmentCore core, CancellationToken cancellationToken)
{
    private readonly int _maxDoc = core.Info.MaxDoc;

    public void Check(List<IndexProblem> problems)
    {
        for (var i = 0; i < core.Schema.Fields.Length; i++)
        {
            var field = i;
            cancellationToken.ThrowIfCancellationRequested();
            IndexChecker.Collect(problems, core.Info.FileName, () => CheckPostings(field));
            IndexChecker.Collect(problems, core.Info.FileName, () => CheckNumbers(field));
            IndexChecker.Collect(problems, core.Info.FileName, () => CheckSets(field));
        }

        IndexChecker.Collect(problems, core.Info.FileName, CheckStored);
    }

    private void CheckPostings(int field)
    {
        if (core.Terms(field) is not { } terms)
        {
            return;
        }

        var postings = core.Postings(field)!;
        var type = core.Schema.Fields[field];
        var norms = postings.Norms.Exists ? postings.Norms.Span<byte>(0, postings.Norms.Length) : default;
        var hasTerm = new FixedBitSet(_maxDoc);
        var cursor = terms.Iterator();
        PostingsEnum? list = null;
        var before = new byte[TermsFormat.MaxTermBytes];
        var beforeLength = -1;
        long sumDocFreq = 0;
        long sumTotalTermFreq = 0;
        var count = 0;
        while (cursor.Next())
        {
            if (count++ % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var term = cursor.Term;
            Expect(terms.Section, beforeLength < 0 || term.SequenceCompareTo(before.AsSpan(0, beforeLength)) > 0, "Terms are out of order");
            term.CopyTo(before);
            beforeLength = term.Length;

            var state = cursor.State;
            sumDocFreq += state.DocFreq;
            sumTotalTermFreq += state.TotalTermFreq;
            if (list is null)
            {
                list = new PostingsEnum(postings, state);
            }
            else
            {
                list.Reset(postings, state);
            }

            CheckList(list, type, norms, hasTerm, postings);
        }

        Expect(terms.Section, count == terms.Count, "Wrong number of terms", terms.Count, count);
        Expect(terms.Section, sumDocFreq == terms.SumDocFreq, "Wrong sum of document frequencies", terms.SumDocFreq, sumDocFreq);
        Expect(terms.Section, sumTotalTermFreq == terms.SumTotalTermFreq, "Wrong sum of term frequencies", terms.SumTotalTermFreq, sumTotalTermFreq);
        Expect(terms.Section, hasTerm.Cardinality() == terms.DocCount, "Wrong number of documents", terms.DocCount, hasTerm.Cardinality());
        for (var doc = 0; doc < norms.Length; doc++)
        {
            Expect(postings.Norms, norms[doc] != 0 == hasTerm[doc], $"Norm and terms of document {doc} disagree");
        }
    }

    private static void CheckList(PostingsEnum list, FieldType type, ReadOnlySpan<byte> norms, FixedBitSet hasTerm, FieldPostings postings)
    {
        long occurrences = 0;
        var docs = 0;
        for (var doc = list.NextDoc(); doc != PostingsEnum.NoMoreDocs; doc = list.NextDoc())
        {
            var freq = list.Freq;
            docs++;
            occurrences += freq;
            hasTerm.Set(doc);
            if (type.IndexOptions == IndexOptions.DocsFreqsPositions)
            {
                var last = -1;
                foreach (var position in list.Positions)
                {
                    Expect(postings.Positions, position >= last && position >= 0, $"Positions in document {doc} are out of order");
                    last = position;
                }
            }

            var impacts = list.DocFreq >= PostingsEnum.BlockSize ? list.ImpactsOf(list.Block) : default;
            var isBounded = list.DocFreq < PostingsEnum.BlockSize;
            for (var i = 0; i < impacts.Count; i++)
            {
                isBounded |= freq <= impacts.Freq(i) && (norms.IsEmpty || norms[doc] >= impacts.Norm(i));
            }

            Expect(postings.Docs, isBounded, $"Impacts do not bound document {doc}");
        }

        Expect(postings.Terms, docs == list.DocFreq, "Wrong document frequency", list.DocFreq, docs);
        Expect(postings.Terms, occurrences == list.TotalTermFreq, "Wrong term frequency", list.TotalTermFreq, occurrences);
    }

    private void CheckNumbers(int field)
    {
        if (core.Numbers(field) is not { } numbers)
        {
            return;
        }

        var section = core.Find(SectionKind.Numeric, field);
        var count = 0;
        for (var doc = 0; doc < _maxDoc; doc++)
        {
            if (numbers.HasValue(doc))
            {
                count++;
                var value = numbers.Get(doc);
                Expect(section, value >= numbers.Min && value <= numbers.Max, $"Value of document {doc} is out of range", $"{numbers.Min} to {numbers.Max}", value);
            }
        }

        Expect(section, count == numbers.Count, "Wrong number of values", numbers.Count, count);
    }

    private void CheckSets(int field)
    {
        if (core.Sets(field) is not { } set)
        {
            return;
        }

        var section = core.Find(SectionKind.SortedSet, field);
        for (var ordinal = 1; ordinal < set.ValueCount; ordinal++)
        {
            Expect(section, set.LookupOrd(ordinal).SequenceCompareTo(set.LookupOrd(ordinal - 1)) > 0, $"Values {ordinal - 1} and {ordinal} are out of order");
        }

        for (var doc = 0; doc < _maxDoc; doc++)
        {
            var count = set.CountOf(doc);
            var last = -1;
            for (var i = 0; i < count; i++)
            {
                var ordinal = set.OrdinalOf(doc, i);
                Expect(section, ordinal > last, $"Ordinals of document {doc} are out of order");
                last = ordinal;
            }
        }
    }

    private void CheckStored()
    {
        var stored = core.StoredFields();
        for (var doc = 0; doc < _maxDoc; doc++)
        {
            if (doc % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            stored.Summary(doc).Verify();
            stored.Body(doc).Verify();
        }
    }

    private static void Expect(Section section, bool holds, string what, object? expected = null, object? found = null)
    {
        if (!holds)
        {
            throw section.Corrupt(0, what, expected, found);
        }
    }
}
