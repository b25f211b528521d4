using Microsoft.Extensions.Primitives;

namespace SearchPlanet.Server.Hosting;

/// <summary>Chooses how an answer is compressed (RFC 9110, 12.5.3).</summary>
internal static class ContentCoding
{
    /// <summary>The best coding that the client takes: <c>br</c>, <c>gzip</c>, or null for none.</summary>
    public static string? Choose(StringValues acceptEncoding)
    {
        string? chosen = null;
        foreach (var line in acceptEncoding)
        {
            foreach (var part in line.AsSpan().Split(','))
            {
                var entry = line.AsSpan(part).Trim();
                var semicolon = entry.IndexOf(';');
                var name = (semicolon < 0 ? entry : entry[..semicolon]).TrimEnd();
                if (semicolon >= 0 && IsZero(entry[(semicolon + 1)..].Trim()))
                {
                    continue;
                }

                if (name.Equals("br", StringComparison.OrdinalIgnoreCase))
                {
                    return "br";
                }

                if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase))
                {
                    chosen = "gzip";
                }
            }
        }

        return chosen;
    }

    // q=0 and q=0.000 mean never.
    private static bool IsZero(ReadOnlySpan<char> quality) =>
        quality.StartsWith("q=0", StringComparison.OrdinalIgnoreCase) && !quality[3..].ContainsAnyInRange('1', '9');
}
