using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>Undoes <c>Content-Encoding</c>, counting what comes out: a few kilobytes may stand for gigabytes.</summary>
internal static class ContentDecoding
{
    public const string AcceptEncoding = "gzip, deflate, br";

    // One is usual, two come from a misled cache; more is a bomb.
    private const int MaxEncodings = 2;

    /// <param name="encodings">The header's value; null or empty for none.</param>
    public static (ReadOnlyMemory<byte> Bytes, BodyEnd End) Decode(string? encodings, ReadOnlyMemory<byte> body, int maxBytes)
    {
        var names = (encodings ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(name => !name.Equals("identity", StringComparison.OrdinalIgnoreCase))
            .ToArray();
        if (names.Length > MaxEncodings)
        {
            return (default, BodyEnd.Malformed);
        }
        // A file that lies compressed on the server's disk (feed.xml.gz) comes without the header.
        if (names.Length == 0)
        {
            return body.Span is [0x1f, 0x8b, 0x08, ..] ? Gunzip(body, maxBytes) : (body, BodyEnd.Complete);
        }

        var end = BodyEnd.Complete;
        foreach (var name in names.Reverse())
        {
            // Some servers name an encoding and send the plain text.
            if (LooksLikeText(body.Span))
            {
                continue;
            }

            var (bytes, thisEnd) = name.ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => Gunzip(body, maxBytes),
                "deflate" => Inflate(body, IsZlib(body.Span) ? stream => new ZLibStream(stream, CompressionMode.Decompress) : stream => new DeflateStream(stream, CompressionMode.Decompress), maxBytes),
                "br" => Inflate(body, stream => new BrotliStream(stream, CompressionMode.Decompress), maxBytes),
                _ => (default, BodyEnd.Malformed),
            };
            if (thisEnd is BodyEnd.TooLarge or BodyEnd.Malformed)
            {
                return (default, thisEnd);
            }

            end = thisEnd == BodyEnd.Truncated ? thisEnd : end;
            body = bytes;
        }

        return (body, end);
    }

    private static (ReadOnlyMemory<byte> Bytes, BodyEnd End) Gunzip(ReadOnlyMemory<byte> body, int maxBytes)
    {
        var (bytes, end) = Inflate(body, stream => new GZipStream(stream, CompressionMode.Decompress), maxBytes);
        // GZipStream takes the end of its input for the end of the file; the length in the trailer tells (RFC 1952, 2.3.1).
        return end == BodyEnd.Complete && (body.Length < 18 || BinaryPrimitives.ReadUInt32LittleEndian(body.Span[^4..]) != (uint)bytes.Length)
            ? (bytes, bytes.IsEmpty ? BodyEnd.Malformed : BodyEnd.Truncated)
            : (bytes, end);
    }

    // RFC 1950: method 8 and a header that is a multiple of 31. "deflate" should mean this; raw streams are met as often.
    private static bool IsZlib(ReadOnlySpan<byte> body) => body.Length > 1 && (body[0] & 0x0f) == 8 && ((body[0] << 8) | body[1]) % 31 == 0;

    /// <summary>Markup or JSON, maybe after a byte order mark; 16 bytes that no compressed stream begins with.</summary>
    private static bool LooksLikeText(ReadOnlySpan<byte> body)
    {
        if (body is [0xef, 0xbb, 0xbf, ..])
        {
            body = body[3..];
        }

        body = body.TrimStart(" \t\r\n"u8);
        return body.Length > 0 && body[0] is (byte)'<' or (byte)'{' && !body[..Math.Min(16, body.Length)].ContainsAnyInRange((byte)0x7f, (byte)0xff);
    }

    private static (ReadOnlyMemory<byte> Bytes, BodyEnd End) Inflate(ReadOnlyMemory<byte> body, Func<Stream, Stream> open, int maxBytes)
    {
        var bytes = new ArrayBufferWriter<byte>(64 * 1024);
        MemoryMarshal.TryGetArray(body, out var segment);
        using var stream = open(new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false));
        try
        {
            while (true)
            {
                var read = stream.Read(bytes.GetSpan(32 * 1024));
                if (read == 0)
                {
                    return (bytes.WrittenMemory, BodyEnd.Complete);
                }

                bytes.Advance(read);
                if (bytes.WrittenCount > maxBytes)
                {
                    return (default, BodyEnd.TooLarge);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException)
        {
            // BrotliStream reports bad data as InvalidOperationException.
            return bytes.WrittenCount == 0 ? (default, BodyEnd.Malformed) : (bytes.WrittenMemory, BodyEnd.Truncated);
        }
    }
}
