using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>Writes an archive as JSON Lines, in the form that <c>import</c> reads: sources, first sight and links between posts included, so that nothing is lost on the way to another archive.</summary>
public static class ArchiveExport
{
    private const int PageSize = 1000;

    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    /// <summary>Writes every post, oldest change first. One that changes meanwhile comes once more at the end; an import keeps the last.</summary>
    /// <param name="output">Stays open.</param>
    /// <param name="progress">Told the posts written so far, now and then; null for nobody.</param>
    /// <returns>Lines written.</returns>
    public static async Task<long> WriteAsync(IArchive archive, Stream output, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long lines = 0;
        long after = 0;
        for (var read = PageSize; read == PageSize;)
        {
            read = 0;
            await foreach (var change in archive.ReadChangesAsync(after, PageSize, cancellationToken))
            {
                read++;
                after = change.Sequence;
                if (change.Post is { } post)
                {
                    await output.WriteAsync(PostJson.Write(post), cancellationToken);
                    await output.WriteAsync(LineEnd, cancellationToken);
                    lines++;
                }
            }

            progress?.Report(lines);
        }

        await output.FlushAsync(cancellationToken);
        return lines;
    }
}
