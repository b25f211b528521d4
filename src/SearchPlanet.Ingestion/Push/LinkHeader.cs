namespace SearchPlanet.Ingestion.Push;

/// <summary>Reads <c>Link</c> headers, RFC 8288, as far as they name addresses by relation.</summary>
internal static class LinkHeader
{
    private const int MaxLength = 16_384;

    /// <summary>The first address of a relation.</summary>
    /// <param name="header">Several headers are joined with commas; null for none.</param>
    /// <param name="source">What relative addresses are relative to.</param>
    public static Uri? Find(string? header, string relation, Uri source)
    {
        var rest = header is null or { Length: > MaxLength } ? "" : header.AsSpan();
        while (rest.IndexOf('<') is >= 0 and var open)
        {
            rest = rest[(open + 1)..];
            var close = rest.IndexOf('>');
            if (close < 0)
            {
                return null;
            }

            var address = rest[..close].Trim().ToString();
            rest = rest[(close + 1)..];
            // Addresses stand in angle brackets, so the next one ends the parameters of this.
            var end = rest.IndexOf('<');
            var parameters = (end < 0 ? rest : rest[..end]).ToString();
            if (HasRelation(parameters, relation) && Uri.TryCreate(source, address, out var found))
            {
                return found;
            }
        }

        return null;
    }

    private static bool HasRelation(string parameters, string relation)
    {
        foreach (var parameter in parameters.Split([';', ','], StringSplitOptions.TrimEntries))
        {
            var pair = parameter.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair is ["rel" or "Rel" or "REL", var value]
                && value.Trim('"').Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(relation, StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
