using System.Text;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>The stored values of one document, in place; valid as long as what it was read from says. See <see cref="StoredRecordFormat"/>.</summary>
public readonly ref struct StoredRecord
{
    private readonly FieldNumbers _numbering;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Section _section;

    internal StoredRecord(FieldNumbers numbering, ReadOnlySpan<byte> bytes, Section section)
    {
        _numbering = numbering;
        _bytes = bytes;
        _section = section;
    }

    /// <summary>Nothing is stored.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>The first value of a field that is text or bytes; false when it has none.</summary>
    public bool TryGetBytes(string field, out ReadOnlySpan<byte> value)
    {
        var number = NumberOf(field);
        var at = 0;
        while (Next(ref at, out var found, out var type, out value, out _))
        {
            if (found == number && type != StoredRecordFormat.Number)
            {
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The first value of a field, or null.</summary>
    public string? GetString(string field) => TryGetBytes(field, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>The first value of a field that was added as a number, or null.</summary>
    public long? GetLong(string field)
    {
        var number = NumberOf(field);
        var at = 0;
        while (Next(ref at, out var found, out var type, out _, out var value))
        {
            if (found == number && type == StoredRecordFormat.Number)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Reads every value, so that damage shows.</summary>
    internal void Verify()
    {
        var at = 0;
        while (Next(ref at, out var field, out var type, out _, out _))
        {
            if (field >= _numbering.Schema.Fields.Length || type > StoredRecordFormat.Number)
            {
                throw Corrupt();
            }
        }
    }

    private int NumberOf(string field) => _numbering.OnDisk(_numbering.Schema.NumberOf(field));

    private unsafe bool Next(scoped ref int offset, out int field, out int type, out ReadOnlySpan<byte> value, out long number)
    {
        value = default;
        number = 0;
        field = type = 0;
        if (offset >= _bytes.Length)
        {
            return false;
        }

        fixed (byte* begin = _bytes)
        {
            var at = begin + offset;
            var end = begin + _bytes.Length;
            if (!VarInt.TryRead(ref at, end, out var fieldAndType) || !VarInt.TryRead64(ref at, end, out var lengthOrNumber))
            {
                throw Corrupt();
            }

            field = (int)(fieldAndType >> 2);
            type = (int)(fieldAndType & 3);
            if (type == StoredRecordFormat.Number)
            {
                number = VarInt.UnZigZag(lengthOrNumber);
            }
            else
            {
                if (lengthOrNumber > (ulong)(end - at))
                {
                    throw Corrupt();
                }

                value = _bytes.Slice((int)(at - begin), (int)lengthOrNumber);
                at += lengthOrNumber;
            }

            offset = (int)(at - begin);
        }

        return true;
    }

    private CorruptIndexException Corrupt() => _section.Corrupt(0, "Malformed stored record");
}
