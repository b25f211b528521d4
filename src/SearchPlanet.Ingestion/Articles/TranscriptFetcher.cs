using Microsoft.Extensions.Logging;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Articles;

/// <summary>
/// Reads what was said in the episodes of a podcast, from the files that its feed names for that purpose (<c>podcast:transcript</c>). The episode's
/// post then holds its notes and, with their times, the words.
/// </summary>
public sealed partial class TranscriptFetcher(IArchive archive, IDocumentSource documents, ILogger<TranscriptFetcher> logger)
{
    /// <summary>Files read at one check of a feed; the others have their turn at the next.</summary>
    private const int TranscriptsAtOnce = 10;

    private const int MaxFileBytes = 4 * 1024 * 1024;

    private const string Accept = "text/vtt, application/x-subrip, application/json, text/html;q=0.8, text/plain;q=0.8, */*;q=0.1";

    /// <summary>An entry whose words are in a file of their own is not whole without them.</summary>
    public static IncomingPost Mark(IncomingPost post, FeedItem item) =>
        item.Transcripts.Count == 0 ? post : post with { Kind = PostKind.Transcript, IsExcerpt = true };

    /// <summary>Reads the transcripts of those entries that lack them.</summary>
    /// <param name="decisions">What became of the document's entries just now.</param>
    /// <returns>Whether some are left for the next check; none are where nothing could be read.</returns>
    public async Task<bool> RunAsync(FeedRecord feed, Feed document, IReadOnlyList<EntryDecision> decisions, CancellationToken cancellationToken)
    {
        var files = document.Items.Where(item => item.Transcripts.Count > 0).DistinctBy(EntryIntake.KeyOf).ToDictionary(EntryIntake.KeyOf, item => Best(item.Transcripts));
        var (read, asked) = (0, 0);
        foreach (var decision in decisions)
        {
            if (decision.PostId is null || !files.TryGetValue(decision.Key, out var file) || !Uri.TryCreate(file.Address, UriKind.Absolute, out var url))
            {
                continue;
            }

            if (await archive.GetPostAsync(decision.PostId, cancellationToken) is not { IsExcerpt: true } post)
            {
                continue;
            }

            if (asked == TranscriptsAtOnce)
            {
                return read > 0;
            }

            asked++;
            var result = await documents.FetchAsync(new FetchRequest(url, Accept: Accept), cancellationToken);
            var said = result.Outcome == FetchOutcome.Content && result.Body.Length <= MaxFileBytes ? TranscriptText.Read(result.Body, file.MediaType ?? result.ContentType) : null;
            if (said is null)
            {
                LogUnread(url, feed.Url, result.Error);
                continue;
            }

            await archive.UpsertAsync([WholePost.Of(post, feed) with { Kind = PostKind.Transcript, Text = AfterNotes(post, said) }], CancellationToken.None);
            read++;
        }

        return false;
    }

    private static string AfterNotes(Post post, string said) =>
        string.Join("\n\n", PostContentReader.Read(post).Passages.Select(passage => passage.Text).Append(said));

    /// <summary>Those with times before those without.</summary>
    private static FeedTranscript Best(IReadOnlyList<FeedTranscript> files) => files.MinBy(file => file.MediaType?.ToLowerInvariant() switch
    {
        "text/vtt" => 0,
        "application/x-subrip" or "application/srt" or "text/srt" => 1,
        "application/json" => 2,
        "text/html" => 3,
        _ => 4,
    })!;

    [LoggerMessage(LogLevel.Warning, "Could not read the transcript {Url} of {FeedUrl}: {Error}")]
    private partial void LogUnread(Uri url, string feedUrl, string? error);
}
