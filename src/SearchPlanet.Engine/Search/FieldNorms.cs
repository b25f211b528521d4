using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// The norms of a field in a segment, held as a pointer so that a scorer can keep them. Safe as long as the reader is
/// open, which every search sees to: norms lie in the segment's map or in pinned memory. Document ids come from the
/// segment's postings, which the reader has checked to be below its length.
/// </summary>
internal readonly unsafe struct FieldNorms
{
    private readonly byte* _norms;
    private readonly int _length;

    internal FieldNorms(ReadOnlySpan<byte> norms)
    {
        _norms = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(norms));
        _length = norms.Length;
    }

    internal bool IsEmpty => _length == 0;

    /// <summary>The norm of a document; that of length 1 when the field has none, as in Lucene.</summary>
    internal byte this[int doc]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)doc < (uint)_length ? _norms[doc] : (byte)1;
    }
}
