using System.Runtime.CompilerServices;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>A cursor over the terms of one field in one segment, in UTF-8 byte order. For one thread. See <see cref="TermsFormat"/>.</summary>
/// <remarks>Bounds: a block's bytes are checked to lie in the section when it is entered; each length read in it is checked against
/// what is left of the block, and terms against <see cref="TermsFormat.MaxTermBytes"/>, the size of the buffer they are built in.</remarks>
public sealed unsafe class TermsEnum
{
    private const int NoBlock = -1;

    private readonly Terms _terms;
    private readonly bool _hasFreqs;
    private readonly bool _hasPositions;
    private byte[] _term = new byte[64];
    private int _termLength;
    private byte[]? _tested;
    private int _testedLength;
    private byte[]? _candidate;

    private int _block = NoBlock;
    private int _inBlock;
    private int _termsInBlock;
    private byte* _suffix;
    private byte* _suffixesEnd;
    private byte* _blockEnd;

    private byte* _meta;
    private int _metaCount;
    private long _docsOffset;
    private long _positionsOffset;
    private TermState _state;

    internal TermsEnum(Terms terms)
    {
        _terms = terms;
        _hasFreqs = terms.Options >= IndexOptions.DocsAndFreqs;
        _hasPositions = terms.Options >= IndexOptions.DocsFreqsPositions;
    }

    /// <summary>The current term; valid until the next move.</summary>
    public ReadOnlySpan<byte> Term => _term.AsSpan(0, _termLength);

    /// <summary>The current term's rank.</summary>
    public int Ordinal => (_block * TermsFormat.BlockTerms) + _inBlock;

    public int DocFreq => State.DocFreq;

    public long TotalTermFreq => State.TotalTermFreq;

    /// <summary>All that is known of the current term.</summary>
    public TermState State
    {
        get
        {
            while (_metaCount <= _inBlock)
            {
                ReadMeta();
            }

            return _state;
        }
    }

    /// <summary>Moves to the next term; false behind the last.</summary>
    public bool Next()
    {
        if (_block == NoBlock)
        {
            EnterBlock(0);
        }
        else if (_inBlock + 1 >= _termsInBlock)
        {
            if (_block + 1 >= _terms.BlockCount)
            {
                _inBlock = _termsInBlock;
                return false;
            }

            EnterBlock(_block + 1);
        }

        ReadSuffix();
        return true;
    }

    /// <summary>Moves to this very term; when it is not there the position is undefined.</summary>
    public bool SeekExact(ReadOnlySpan<byte> term)
    {
        var block = FindBlock(term);
        return block >= 0 && Seek(block, term) == SeekStatus.Found;
    }

    /// <summary>Moves to the least term that is not below <paramref name="term"/>.</summary>
    public SeekStatus SeekCeil(ReadOnlySpan<byte> term)
    {
        var status = Seek(Math.Max(0, FindBlock(term)), term);
        if (status != SeekStatus.End)
        {
            return status;
        }

        return Next() ? SeekStatus.NotFound : SeekStatus.End;
    }

    /// <summary>Moves to the next term that is accepted, seeking over what cannot be; false when there is none.</summary>
    internal bool NextAccepted(ITermAcceptor acceptor)
    {
        ArgumentNullException.ThrowIfNull(acceptor);
        if (!Next())
        {
            return false;
        }

        _tested ??= new byte[TermsFormat.MaxTermBytes];
        _candidate ??= new byte[TermsFormat.MaxTermBytes + sizeof(int)];
        while (true)
        {
            var term = Term;
            var shared = term.CommonPrefixLength(_tested.AsSpan(0, _testedLength));
            term[shared..].CopyTo(_tested.AsSpan(shared));
            _testedLength = term.Length;
            if (acceptor.Accept(term, shared))
            {
                return true;
            }

            var length = acceptor.NextCandidate(term, _candidate);
            if (length < 0 || SeekCeil(_candidate.AsSpan(0, length)) == SeekStatus.End)
            {
                return false;
            }
        }
    }

    // The last block whose first term is not above the target; -1 when the target is below all.
    private int FindBlock(ReadOnlySpan<byte> target)
    {
        var key = TermsFormat.KeyOf(target);
        var keys = _terms.BlockKeys;
        var count = _terms.BlockCount;

        var low = 0;
        var high = count;
        if (_block >= 0 && keys[_block] < key)
        {
            // Seeks while intersecting mostly stay in the block or go to one near: gallop from here.
            low = _block + 1;
            var next = low;
            for (var step = 1; next < count && keys[next] < key; step *= 2)
            {
                low = next + 1;
                next += step;
            }

            high = Math.Min(next, count);
        }

        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (keys[middle] < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        // From here on blocks whose first term begins like the target, if any: only those need their whole terms compared.
        if (low == count || keys[low] != key)
        {
            return low - 1;
        }

        high = count;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (keys[middle] == key && FirstTerm(middle).SequenceCompareTo(target) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    private ReadOnlySpan<byte> FirstTerm(int block)
    {
        var at = BlockBytes(block, out var end);
        if (!VarInt.TryRead64(ref at, end, out _) || !VarInt.TryRead64(ref at, end, out _) || !VarInt.TryRead(ref at, end, out _)
            || !VarInt.TryRead(ref at, end, out var shared) || shared != 0
            || !VarInt.TryRead(ref at, end, out var length) || length > TermsFormat.MaxTermBytes || length > end - at)
        {
            throw Corrupt(at, "Malformed block of terms");
        }

        return new ReadOnlySpan<byte>(at, (int)length);
    }

    private byte* BlockBytes(int block, out byte* end)
    {
        var begin = _terms.BlockOffsets[block];
        var length = _terms.BlockOffsets[block + 1] - begin;
        var at = _terms.Section.At((long)begin, (long)length);
        end = at + length;
        return at;
    }

    // Stops on the first term of the block that is not below the target, or behind the block's last.
    private SeekStatus Seek(int block, ReadOnlySpan<byte> target)
    {
        var matched = 0;
        if (block == _block && _inBlock >= 0 && _inBlock < _termsInBlock)
        {
            var order = Term.SequenceCompareTo(target);
            if (order == 0)
            {
                return SeekStatus.Found;
            }

            if (order < 0)
            {
                matched = Term.CommonPrefixLength(target);
            }
            else
            {
                EnterBlock(block);
            }
        }
        else
        {
            EnterBlock(block);
        }

        while (_inBlock + 1 < _termsInBlock)
        {
            var shared = ReadSuffix();

            // Sharing more than matched so far, the term differs from the target where the one before did: still below.
            if (shared > matched)
            {
                continue;
            }

            var term = Term;
            matched = shared + term[shared..].CommonPrefixLength(target[shared..]);
            if (matched == target.Length)
            {
                return term.Length == target.Length ? SeekStatus.Found : SeekStatus.NotFound;
            }

            if (matched < term.Length && term[matched] > target[matched])
            {
                return SeekStatus.NotFound;
            }
        }

        return SeekStatus.End;
    }

    private void EnterBlock(int block)
    {
        var at = BlockBytes(block, out var end);
        if (!VarInt.TryRead64(ref at, end, out var docsBase) || !VarInt.TryRead64(ref at, end, out var positionsBase)
            || !VarInt.TryRead(ref at, end, out var suffixBytes) || suffixBytes > end - at)
        {
            throw Corrupt(at, "Malformed block of terms");
        }

        _block = block;
        _inBlock = -1;
        _termsInBlock = Math.Min(TermsFormat.BlockTerms, _terms.Count - (block * TermsFormat.BlockTerms));
        _suffix = at;
        _suffixesEnd = _meta = at + suffixBytes;
        _blockEnd = end;
        _metaCount = 0;
        _docsOffset = (long)docsBase;
        _positionsOffset = (long)positionsBase;
        _termLength = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadSuffix()
    {
        if (!VarInt.TryRead(ref _suffix, _suffixesEnd, out var shared) || !VarInt.TryRead(ref _suffix, _suffixesEnd, out var more)
            || shared > (uint)_termLength || more > TermsFormat.MaxTermBytes - shared || more > _suffixesEnd - _suffix)
        {
            throw Corrupt(_suffix, "Malformed term");
        }

        var length = (int)(shared + more);
        if (length > _term.Length)
        {
            Array.Resize(ref _term, Math.Max(length, 2 * _term.Length));
        }

        new ReadOnlySpan<byte>(_suffix, (int)more).CopyTo(_term.AsSpan((int)shared));
        _suffix += more;
        _termLength = length;
        _inBlock++;
        return (int)shared;
    }

    private void ReadMeta()
    {
        var end = _blockEnd;
        ulong moreFreq = 0;
        ulong positionsLength = 0;
        if (!VarInt.TryRead64(ref _meta, end, out var freqAndInline)
            || (_hasFreqs && !VarInt.TryRead64(ref _meta, end, out moreFreq))
            || !VarInt.TryRead(ref _meta, end, out var docsLength)
            || (_hasPositions && !VarInt.TryRead64(ref _meta, end, out positionsLength))
            || freqAndInline >> 1 is 0 or > int.MaxValue || docsLength > int.MaxValue || positionsLength > long.MaxValue / 2 || moreFreq > long.MaxValue / 2)
        {
            throw Corrupt(_meta, "Malformed term entry");
        }

        var isInline = (freqAndInline & 1) != 0;
        var docFreq = (long)(freqAndInline >> 1);
        if (isInline)
        {
            var begin = _meta - _terms.Section.Pointer;
            if (positionsLength > TermsFormat.InlineLimit || docsLength + (long)positionsLength > end - _meta)
            {
                throw Corrupt(_meta, "Inline postings reach out of their block");
            }

            _state = State(begin, begin + docsLength);
            _meta += docsLength + positionsLength;
        }
        else
        {
            _state = State(_docsOffset, _positionsOffset);
            _docsOffset += docsLength;
            _positionsOffset += (long)positionsLength;
        }

        _metaCount++;

        TermState State(long docsOffset, long positionsOffset) => new((_block * TermsFormat.BlockTerms) + _metaCount, (int)docFreq, docFreq + (long)moreFreq)
        {
            DocsOffset = docsOffset,
            DocsLength = (int)docsLength,
            PositionsOffset = positionsOffset,
            PositionsLength = (long)positionsLength,
            IsInline = isInline,
        };
    }

    private CorruptIndexException Corrupt(byte* at, string what) => _terms.Section.Corrupt(at - _terms.Section.Pointer, what);
}
