using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Server.Api;

/// <summary>What may be registered as a standing query.</summary>
internal static class WebhookRules
{
    private const int MaxQuery = 512;
    private const int MaxUrl = 2048;

    /// <summary>What is wrong with it, in words; null when nothing is.</summary>
    public static string? Complaint(string? query, string? url, AddressGuard guard)
    {
        if (string.IsNullOrWhiteSpace(query) || query.Length > MaxQuery)
        {
            return $"query must be a query of 1 to {MaxQuery} characters.";
        }

        if (url is null || url.Length > MaxUrl || !MissingExplainer.IsAddress(url))
        {
            return "url must be an http or https address.";
        }

        return guard.Refuse(new Uri(url)) is { } refusal ? $"The address is refused: {refusal}." : null;
    }
}
