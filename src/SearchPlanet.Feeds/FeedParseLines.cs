using System.Buffers;
using System.Text.Json;

namespace SearchPlanet.Feeds;

/// <summary>
/// <c>feed parse</c>: files in, one line of JSON a feed out. Works on a few files at a time, so that memory is bounded
/// by them however many lines come; answers are in order of completion.
/// </summary>
public sealed class FeedParseLines : IDisposable
{
    private const int MaxLineBytes = 1 << 20;
    private readonly Stream _output;
    private readonly long _maxBodyBytes;
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Answers go to <paramref name="output"/>.</summary>
    /// <param name="output">Not closed.</param>
    /// <param name="maxBodyBytes">A larger file is refused by name.</param>
    public FeedParseLines(Stream output, long maxBodyBytes = 64L << 20)
    {
        _output = output;
        _maxBodyBytes = maxBodyBytes;
    }

    /// <summary>Answers each line of <paramref name="input"/>, a JSON object as <see cref="FeedParseRequest"/> reads it.</summary>
    /// <returns>How many answers have <c>ok: false</c>.</returns>
    public Task<int> AnswerAsync(Stream input, CancellationToken cancellationToken) =>
        AnswerAsync(ReadRequestsAsync(input, cancellationToken), cancellationToken);

    /// <summary>Answers for each file of <paramref name="paths"/>, without a known address or headers.</summary>
    /// <returns>How many answers have <c>ok: false</c>.</returns>
    public Task<int> AnswerAsync(IEnumerable<string> paths, CancellationToken cancellationToken) =>
        AnswerAsync(paths.Select(path => new FeedParseRequest(path, FeedContext.None)).ToAsyncEnumerable(), cancellationToken);

    public void Dispose() => _writing.Dispose();

    private async Task<int> AnswerAsync(IAsyncEnumerable<FeedParseRequest?> requests, CancellationToken cancellationToken)
    {
        var failures = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(requests, options, async (request, token) =>
        {
            if (!await AnswerOneAsync(request, token))
            {
                Interlocked.Increment(ref failures);
            }
        });
        return failures;
    }

    private async Task<bool> AnswerOneAsync(FeedParseRequest? request, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        var isFeed = false;
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            if (request?.Path is not { Length: > 0 } path)
            {
                FeedParseJson.WriteFailure(writer, request?.Path, "the line is not an object with a path");
            }
            else
            {
                try
                {
                    var body = await ReadAsync(path, cancellationToken);
                    var result = FeedParser.Parse(body, request.Context);
                    isFeed = result.IsFeed;
                    FeedParseJson.Write(writer, path, result);
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
                {
                    FeedParseJson.WriteFailure(writer, path, failure.Message);
                }
            }
        }

        buffer.Write("\n"u8);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // Whoever asks line by line waits for the answer before the next question.
            await _output.WriteAsync(buffer.WrittenMemory, cancellationToken);
            await _output.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }

        return isFeed;
    }

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var length = new FileInfo(path).Length;
        return length <= _maxBodyBytes
            ? await File.ReadAllBytesAsync(path, cancellationToken)
            : throw new IOException($"ResponseTooLarge: {length} bytes, at most {_maxBodyBytes} are read");
    }

    private static async IAsyncEnumerable<FeedParseRequest?> ReadRequestsAsync(
        Stream input, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = System.IO.Pipelines.PipeReader.Create(input);
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                rest = rest.Slice(rest.GetPosition(1, end));
                if (!IsBlank(line))
                {
                    yield return FeedParseRequest.FromJson(line.ToArray());
                }
            }

            if (read.IsCompleted || rest.Length > MaxLineBytes)
            {
                if (!IsBlank(rest))
                {
                    yield return rest.Length > MaxLineBytes ? null : FeedParseRequest.FromJson(rest.ToArray());
                }

                // A line past the bound ends the input: what follows it could not be told from its tail.
                await pipe.CompleteAsync();
                yield break;
            }

            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return false;
            }
        }

        return true;
    }
}
