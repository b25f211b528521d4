using System.Security.Cryptography;
using System.Text;

namespace SearchPlanet.Archive;

/// <summary>One post for one webhook.</summary>
/// <param name="Id">The same however often it is tried, and after a restored backup: receivers drop repetitions by it.</param>
/// <param name="Sequence">The post's sequence number when it matched: the order of the queue.</param>
/// <param name="Attempts">Made so far.</param>
/// <param name="NextAttempt">Not before this, while pending.</param>
/// <param name="Changed">Of the last attempt, or when it was queued.</param>
/// <param name="LastError">In plain words; null after a success.</param>
public sealed record WebhookDelivery(
    string Id, string WebhookId, string PostId, long Sequence, WebhookDeliveryState State, int Attempts, DateTimeOffset NextAttempt, DateTimeOffset Changed, string? LastError)
{
    /// <summary>The <see cref="Id"/> of a post's delivery to a webhook.</summary>
    public static string IdOf(string webhookId, string postId) =>
        "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{webhookId}\n{postId}")).AsSpan(0, 12));
}
