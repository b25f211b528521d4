using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Webhooks;

/// <summary>
/// Signs deliveries as the Standard Webhooks specification has it (symmetric, v1): HMAC-SHA256 over <c>id.timestamp.body</c>, in Base64.
/// The timestamp is in it so that an old delivery cannot be played again, the id so that it cannot be given another.
/// </summary>
internal static class WebhookSignature
{
    /// <param name="secret">As <see cref="Webhook.Secret"/>.</param>
    /// <returns>The value of the header <c>webhook-signature</c>.</returns>
    public static string Of(string secret, string id, DateTimeOffset timestamp, byte[] body)
    {
        var key = Convert.FromBase64String(secret[Webhook.SecretPrefix.Length..]);
        var signed = new byte[Encoding.UTF8.GetMaxByteCount(id.Length + 24) + body.Length];
        var length = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp.ToUnixTimeSeconds()}."), signed);
        body.CopyTo(signed, length);
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed.AsSpan(0, length + body.Length)));
    }
}
