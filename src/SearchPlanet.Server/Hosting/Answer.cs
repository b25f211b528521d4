using System.IO.Compression;

namespace SearchPlanet.Server.Hosting;

/// <summary>A finished answer.</summary>
/// <param name="Body">Not to be changed: it may be cached.</param>
/// <param name="Next">Address of the next page; null on the last.</param>
/// <param name="IsPartial">There may be a whole one the next time: not to be kept by anybody.</param>
internal sealed record Answer(byte[] Body, string? Next = null, bool IsPartial = false)
{
    private byte[]? _brotli;
    private byte[]? _gzip;

    /// <summary>What it takes, with the codings that were made of it.</summary>
    public int Bytes => Body.Length + (_brotli?.Length ?? 0) + (_gzip?.Length ?? 0);

    public static implicit operator Answer(byte[] body) => new(body);

    /// <summary>The body in a content coding, made with the first request for it and kept with the answer. Two at once make it twice.</summary>
    /// <param name="coding"><c>br</c>, <c>gzip</c>, or null for none.</param>
    public byte[] BodyIn(string? coding) => coding switch
    {
        "br" => _brotli ??= Compress(stream => new BrotliStream(stream, CompressionLevel.Optimal)),
        "gzip" => _gzip ??= Compress(stream => new GZipStream(stream, CompressionLevel.Optimal)),
        _ => Body,
    };

    private byte[] Compress(Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (var compressing = open(target))
        {
            compressing.Write(Body);
        }

        return target.ToArray();
    }
}
