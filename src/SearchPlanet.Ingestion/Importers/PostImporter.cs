using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Opml;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Importers;

/// <summary>Takes files into the archive. A bad line, post or file is counted with its reason and never stops the others.</summary>
public sealed class PostImporter(IArchive archive)
{
    private const int HeadBytes = 8192;

    private const int MaxFileBytes = 64 * 1024 * 1024;

    private const int MaxLineBytes = 32 * 1024 * 1024;

    /// <summary>Imports files, and what folders hold at any depth; links in folders are not followed.</summary>
    /// <param name="progress">Told after every batch; null for nobody.</param>
    /// <exception cref="FileNotFoundException">A path names nothing; nothing was imported.</exception>
    public async Task<ImportReport> ImportAsync(
        IReadOnlyList<string> paths, ImportOptions options, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var reports = new List<ImportFileReport>();
        foreach (var file in paths.SelectMany(FilesOf).ToList())
        {
            reports.Add(await ImportFileAsync(file, options, progress, cancellationToken));
        }

        return new ImportReport(reports);
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        var inFolder = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        };
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", inFolder).Where(ImportKinds.IsImportable).Order(StringComparer.Ordinal)
            : throw new FileNotFoundException($"There is no file or folder '{path}'.", path);
    }

    private async Task<ImportFileReport> ImportFileAsync(
        string path, ImportOptions options, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var kind = options.Kind;
        var count = new ImportCount(archive, path, progress);
        try
        {
            await using var stream = File.OpenRead(path);
            kind ??= ImportKinds.Detect(path, await ReadHeadAsync(stream, cancellationToken));
            switch (kind)
            {
                case null:
                    count.Refuse("the kind of the file cannot be told: say it with --as");
                    break;
                case ImportKind.Jsonl:
                    await ImportLinesAsync(stream, options, count, cancellationToken);
                    break;
                case ImportKind.Opml:
                    await ImportSubscriptionsAsync(await ReadWholeAsync(stream, cancellationToken), options, count, cancellationToken);
                    break;
                default:
                    foreach (var post in Read(kind.Value, path, await ReadWholeAsync(stream, cancellationToken), options, count))
                    {
                        await count.AddAsync(post, cancellationToken);
                    }

                    break;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            count.Refuse(e is UnauthorizedAccessException ? "the file may not be read" : e.Message);
        }

        await count.FlushAsync(cancellationToken);
        return count.Report(kind);
    }

    private static IReadOnlyList<IncomingPost> Read(ImportKind kind, string path, byte[] bytes, ImportOptions options, ImportCount count)
    {
        var named = options.Source is null ? options with { Source = kind is ImportKind.TagPage or ImportKind.Transcript ? Path.GetFileNameWithoutExtension(path) : null } : options;
        return kind switch
        {
            ImportKind.River => RiverReader.Read(Encoding.UTF8.GetString(bytes), options),
            ImportKind.Excerpts => ExcerptsReader.Read(Encoding.UTF8.GetString(bytes), options),
            ImportKind.TagPage => TagPageReader.Read(Encoding.UTF8.GetString(bytes), named),
            ImportKind.Transcript => [TranscriptReader.Read(Encoding.UTF8.GetString(bytes), Path.GetFileNameWithoutExtension(path), named)],
            _ => ReadFeed(bytes, options, count),
        };
    }

    private static List<IncomingPost> ReadFeed(byte[] bytes, ImportOptions options, ImportCount count)
    {
        var parsed = FeedParser.Parse(bytes, FeedContext.None);
        if (parsed.Format == FeedFormat.Unknown)
        {
            count.Refuse("the file is no feed that is known");
            return [];
        }

        // A feed on disk is nobody's subscription: where it says its own address, posts remember that as the way they came.
        var document = parsed.Feed;
        var address = CanonicalUrl.Of(document.SelfLink);
        var feed = new FeedRecord
        {
            Id = "",
            Url = address ?? document.Link ?? "",
            Planet = options.Planet,
            IsPlanet = options.Planet is not null,
            Title = options.Source,
        };
        var posts = new List<IncomingPost>();
        foreach (var entry in document.Items.Select(item => FeedItemMapper.Map(feed, document, item)))
        {
            posts.AddRange(entry.Posts.Select(p => p with { Source = p.Source with { FeedUrl = address } }));
            if (entry.Refusal is { } refusal)
            {
                count.Refuse(refusal);
            }
        }

        return posts;
    }

    private static async Task ImportLinesAsync(FileStream stream, ImportOptions options, ImportCount count, CancellationToken cancellationToken)
    {
        await using var unpacked = await IsGzipAsync(stream, cancellationToken) ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
        var reader = PipeReader.Create(unpacked, new StreamPipeReaderOptions(bufferSize: 1 << 16));
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (TryReadLine(ref buffer, read.IsCompleted, out var line))
            {
                if (ReadLine(line, options, count) is { } post)
                {
                    await count.AddAsync(post, cancellationToken);
                }
            }

            if (buffer.Length > MaxLineBytes)
            {
                throw new InvalidDataException("a line is longer than 32 MB: the rest of the file was not read");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        await reader.CompleteAsync();
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        buffer = isLast ? buffer.Slice(buffer.End) : buffer;
        return isLast && line.Length > 0;
    }

    private static IncomingPost? ReadLine(in ReadOnlySequence<byte> line, ImportOptions options, ImportCount count)
    {
        var bytes = (line.IsSingleSegment ? line.FirstSpan : line.ToArray()).Trim(" \t\r"u8);
        if (bytes.IsEmpty)
        {
            return null;
        }

        try
        {
            return PostJson.Read(bytes, options.Source, options.Planet);
        }
        catch (JsonException)
        {
            count.Refuse("the line is no JSON object of the form of a post");
        }
        catch (FormatException e)
        {
            count.Refuse(e.Message);
        }

        return null;
    }

    private async Task ImportSubscriptionsAsync(byte[] bytes, ImportOptions options, ImportCount count, CancellationToken cancellationToken)
    {
        if (OpmlReader.Read(bytes, FeedContext.None) is not { } document)
        {
            count.Refuse("the file is no OPML");
            return;
        }

        foreach (var subscription in document.Subscriptions)
        {
            var id = FeedRecord.IdOf(subscription.FeedAddress);
            var isKnown = await archive.GetFeedAsync(subscription.FeedAddress, cancellationToken) is not null;
            await archive.AddFeedAsync(
                new FeedRecord
                {
                    Id = id,
                    Url = subscription.FeedAddress,
                    Title = subscription.Title,
                    SiteUrl = subscription.PageAddress,
                    Language = subscription.Language,
                    Planet = options.Planet,
                },
                cancellationToken);
            count.CountSubscription(isKnown);
        }
    }

    private static async Task<byte[]> ReadHeadAsync(FileStream stream, CancellationToken cancellationToken)
    {
        var head = new byte[HeadBytes];
        var length = await stream.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellationToken);
        stream.Position = 0;
        return head[..length];
    }

    private static async Task<bool> IsGzipAsync(FileStream stream, CancellationToken cancellationToken) =>
        await ReadHeadAsync(stream, cancellationToken) is [0x1f, 0x8b, ..];

    private static async Task<byte[]> ReadWholeAsync(FileStream stream, CancellationToken cancellationToken)
    {
        if (stream.Length > MaxFileBytes)
        {
            throw new InvalidDataException("the file is larger than 64 MB");
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
