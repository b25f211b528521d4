using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Pipeline;

namespace SearchPlanet.Ingestion.Push;

/// <summary>Takes in what hubs deliver. Thread-safe.</summary>
public sealed class PushIntake(IArchive archive, FeedProcessor processor)
{
    /// <summary>Whether anything was ever asked for under this token: to be known before a body is read.</summary>
    public async Task<bool> ExpectsAsync(string token, CancellationToken cancellationToken) => await archive.FindWebSubAsync(token, cancellationToken) is not null;

    /// <summary>Takes a delivery in; when it returns, its entries are safe.</summary>
    /// <param name="token">The end of the callback's address.</param>
    /// <param name="signature"><c>X-Hub-Signature</c>; null when there was none.</param>
    public async Task<PushOutcome> TakeAsync(string token, ReadOnlyMemory<byte> body, string? contentType, string? signature, CancellationToken cancellationToken)
    {
        if (await archive.FindWebSubAsync(token, cancellationToken) is not { } subscription)
        {
            return PushOutcome.Unknown;
        }

        if (subscription.State != WebSubState.Active || await archive.GetFeedAsync(subscription.FeedId, cancellationToken) is not { State: FeedState.Active } feed)
        {
            return PushOutcome.Ended;
        }

        return WebSubSignature.IsValid(subscription.Secret, signature, body.Span) && await processor.TakePushedAsync(feed, body, contentType)
            ? PushOutcome.Taken
            : PushOutcome.Ignored;
    }
}
