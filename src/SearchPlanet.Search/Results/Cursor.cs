using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Search.Results;

/// <summary>
/// Where a page of hits ended. Bound to the request by a hash, and to the snapshot whose document ids and scores it holds.
/// As text: base64url of hash (8 bytes), snapshot (8), document (4), score (4), count of sort values (1) and the values (8 each).
/// </summary>
internal sealed record Cursor(ulong RequestHash, long Snapshot, ScoreDoc Last)
{
    private const int HeadLength = 25;
    private const int MaxSortValues = 4;

    /// <summary>Equal for requests that a cursor may be passed between: the same matches in the same order.</summary>
    public static ulong HashOf(SearchRequest request, string normalizedQuery, SortOrder sort)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{normalizedQuery}\n{sort}\n{request.After:O}\n{request.Before:O}\n");
        foreach (var (dimension, filter) in request.Filters.OrderBy(static f => f.Key, StringComparer.Ordinal))
        {
            text.Append(dimension).Append('\n')
                .AppendJoin('\0', filter.Include.Order(StringComparer.Ordinal)).Append('\n')
                .AppendJoin('\0', filter.Exclude.Order(StringComparer.Ordinal)).Append('\n');
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <exception cref="StaleCursorException">The text is none of ours.</exception>
    public static Cursor Parse(string text)
    {
        var bytes = new byte[HeadLength + (8 * MaxSortValues)];
        // Not TryDecodeFromChars, which throws at what is no base64url.
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length < HeadLength
            || bytes[24] > MaxSortValues || length != HeadLength + (8 * bytes[24]))
        {
            throw new StaleCursorException("This is not a cursor that a search has given.");
        }

        var values = new long[bytes[24]];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(HeadLength + (8 * i)));
        }

        return new Cursor(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)),
            new ScoreDoc(
                BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(16)),
                BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(20)),
                values.Length == 0 ? null : values));
    }

    public override string ToString()
    {
        var values = Last.SortValues ?? [];
        var bytes = new byte[HeadLength + (8 * values.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, RequestHash);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Snapshot);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Last.Doc);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(20), Last.Score);
        bytes[24] = (byte)values.Length;
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HeadLength + (8 * i)), values[i]);
        }

        return Base64Url.EncodeToString(bytes);
    }
}
