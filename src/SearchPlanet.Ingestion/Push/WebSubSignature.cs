using System.Security.Cryptography;
using System.Text;

namespace SearchPlanet.Ingestion.Push;

/// <summary>Checks that a delivery comes from the hub that knows the secret: W3C WebSub, section 7.1.</summary>
public static class WebSubSignature
{
    /// <summary>Whether it is the HMAC of the body, compared in constant time.</summary>
    /// <param name="header"><c>X-Hub-Signature</c>: <c>method=hex</c>, of the methods sha1, sha256, sha384 and sha512; null when there was none.</param>
    public static bool IsValid(string secret, string? header, ReadOnlySpan<byte> body)
    {
        var parts = header?.Split('=', 2);
        if (parts is not [var method, var hex] || hex.Length > 128)
        {
            return false;
        }

        var key = Encoding.UTF8.GetBytes(secret);
        var expected = method.Trim().ToLowerInvariant() switch
        {
            "sha256" => HMACSHA256.HashData(key, body),
            "sha384" => HMACSHA384.HashData(key, body),
            "sha512" => HMACSHA512.HashData(key, body),
#pragma warning disable CA5350 // The hubs of old know no other; as an HMAC under a secret it still holds.
            "sha1" => HMACSHA1.HashData(key, body),
#pragma warning restore CA5350
            _ => null,
        };
        return expected is not null
            && hex.Trim() is { } digits
            && digits.Length == expected.Length * 2
            && digits.All(char.IsAsciiHexDigit)
            && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(digits), expected);
    }
}
