using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace SearchPlanet.Testing;

/// <summary>The bytes that <see cref="WildServer"/> sends, and when.</summary>
public sealed record WildAnswer(Func<Stream, CancellationToken, Task> Write)
{
    /// <summary>A proper answer with a right <c>Content-Length</c>, unless the headers say otherwise.</summary>
    public static WildAnswer Of(int status, byte[] body, params (string Name, string Value)[] headers) =>
        new(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Head(status, body.Length, headers)), cancellationToken);
            await stream.WriteAsync(body, cancellationToken);
        });

    public static WildAnswer Of(int status, string body, params (string Name, string Value)[] headers) => Of(status, Encoding.UTF8.GetBytes(body), headers);

    public static WildAnswer Of(int status, params (string Name, string Value)[] headers) => Of(status, "", headers);

    public static WildAnswer Redirect(int status, string location) => Of(status, ("Location", location));

    /// <summary>Exactly these bytes.</summary>
    public static WildAnswer Raw(string bytes) => new((stream, cancellationToken) => stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), cancellationToken).AsTask());

    /// <summary>A good head, then a piece of body again and again without end.</summary>
    public static WildAnswer Endless(string piece, TimeSpan between, params (string Name, string Value)[] headers) =>
        new(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Head(200, null, headers)), cancellationToken);
            var bytes = Encoding.Latin1.GetBytes(piece);
            while (true)
            {
                await stream.WriteAsync(bytes, cancellationToken);
                if (between > TimeSpan.Zero)
                {
                    await Task.Delay(between, cancellationToken);
                }
            }
        });

    /// <summary>Takes the request and says nothing.</summary>
    public static WildAnswer Silence { get; } = new((_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));

    /// <summary>Compresses a run of spaces: a small body that stands for a large one.</summary>
    public static byte[] GzipBomb(int megabytes)
    {
        var megabyte = new byte[1024 * 1024];
        megabyte.AsSpan().Fill((byte)' ');
        return Gzip(Enumerable.Repeat(megabyte, megabytes));
    }

    public static byte[] Gzip(byte[] body) => Gzip([body]);

    private static byte[] Gzip(IEnumerable<byte[]> pieces)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var piece in pieces)
            {
                gzip.Write(piece);
            }
        }

        return packed.ToArray();
    }

    private static string Head(int status, int? length, (string Name, string Value)[] headers)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} As It Is\r\nConnection: close\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (length is not null && status is not 304 && !headers.Any(header => header.Name is "Content-Length" or "Transfer-Encoding"))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        }

        return head.Append("\r\n").ToString();
    }
}
