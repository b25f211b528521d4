using SearchPlanet.Archive;
using SearchPlanet.Search;

namespace SearchPlanet.Server.Webhooks;

/// <summary>
/// Finds the new posts that standing queries match, with the very search that the site uses. It follows the archive's sequence as far as
/// the index has read, and queues what matched in one step with moving on.
/// </summary>
internal sealed class WebhookMatcher(IArchive archive, TimeProvider time)
{
    private const int BatchSize = 1000;

    /// <summary>Looks at what has come since the last time, a batch at most.</summary>
    /// <param name="upTo">The archive's sequence number up to which the searcher has read.</param>
    /// <returns>Whether there is more to look at.</returns>
    public async Task<bool> StepAsync(IReadOnlyList<Webhook> webhooks, PostSearcher searcher, long upTo, CancellationToken cancellationToken)
    {
        var hasMore = false;
        foreach (var together in webhooks.Where(w => w.State == WebhookState.Active && w.Sequence < upTo).GroupBy(w => w.Sequence))
        {
            var posts = await archive.ReadPostSequenceAsync(together.Key, upTo, BatchSize, cancellationToken);
            var isFull = posts.Count == BatchSize;
            hasMore |= isFull;
            foreach (var webhook in together)
            {
                // A post that was here before the webhook is not new, whatever has changed in it since.
                var news = posts.Where(post => post.FirstSeen >= webhook.Created).ToDictionary(post => post.Id);
                var found = news.Count == 0 ? [] : searcher.Matching(new SearchRequest { Query = webhook.Query }, news.Keys, cancellationToken);
                await archive.QueueDeliveriesAsync(
                    webhook.Id, together.Key, isFull ? posts[^1].Sequence : upTo, [.. found.Select(id => news[id])], time.GetUtcNow(), cancellationToken);
            }
        }

        return hasMore;
    }
}
