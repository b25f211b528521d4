using System.Buffers;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>Reads a body within bounds of size, time and speed.</summary>
internal static class BodyReader
{
    public static async Task<(ReadOnlyMemory<byte> Bytes, BodyEnd End)> ReadAsync(Stream body, IngestionOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>(32 * 1024);
        var start = time.GetTimestamp();
        using var whole = new CancellationTokenSource(options.BodyTimeout, time);
        using var stall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(whole.Token, stall.Token, cancellationToken);
        while (true)
        {
            int read;
            try
            {
                stall.CancelAfter(options.StallTimeout);
                read = await body.ReadAsync(bytes.GetMemory(16 * 1024), either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return (default, whole.IsCancellationRequested ? BodyEnd.TimedOut : BodyEnd.TooSlow);
            }
            catch (IOException)
            {
                // The connection broke, or ended before Content-Length or the last chunk.
                return (bytes.WrittenMemory, BodyEnd.Truncated);
            }

            if (read == 0)
            {
                return (bytes.WrittenMemory, BodyEnd.Complete);
            }

            bytes.Advance(read);
            if (bytes.WrittenCount > options.MaxBodyBytes)
            {
                return (default, BodyEnd.TooLarge);
            }

            var elapsed = time.GetElapsedTime(start);
            if (elapsed > options.StallTimeout && bytes.WrittenCount < elapsed.TotalSeconds * options.MinBytesPerSecond)
            {
                return (default, BodyEnd.TooSlow);
            }
        }
    }
}
