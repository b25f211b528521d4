namespace SearchPlanet.Feeds.Xml;

/// <summary>
/// The entity declarations of a DOCTYPE. Only those with a short literal value are taken; an external entity is
/// never fetched, and an entity made of entities is never expanded, so that no document can grow.
/// </summary>
internal static class InternalSubset
{
    private const int MaxEntities = 64;
    private const int MaxValueLength = 200;

    /// <summary>Reads the declarations in <paramref name="documentType"/>.</summary>
    /// <param name="isBomb">An entity refers to another one that the document declares.</param>
    /// <param name="isIgnored">A declaration was left out.</param>
    public static Dictionary<string, string> Read(ReadOnlySpan<char> documentType, out bool isBomb, out bool isIgnored)
    {
        var entities = new Dictionary<string, string>(StringComparer.Ordinal);
        isBomb = false;
        isIgnored = false;
        while (true)
        {
            var start = documentType.IndexOf("<!ENTITY", StringComparison.OrdinalIgnoreCase);
            if (start < 0)
            {
                return entities;
            }

            documentType = documentType[(start + "<!ENTITY".Length)..].TrimStart();
            var nameEnd = documentType.IndexOfAny(XmlCharacters.OfNameEnds);
            if (nameEnd <= 0)
            {
                isIgnored = true;
                continue;
            }

            var name = documentType[..nameEnd];
            documentType = documentType[nameEnd..].TrimStart();
            var valueEnd = documentType.Length > 1 && documentType[0] is '"' or '\'' ? documentType[1..].IndexOf(documentType[0]) : -1;
            if (valueEnd < 0 || name is "%")
            {
                isIgnored = true;
                continue;
            }

            var value = documentType.Slice(1, valueEnd);
            documentType = documentType[(valueEnd + 2)..];
            if (entities.Count >= MaxEntities || value.Length > MaxValueLength || value.Contains('%'))
            {
                isIgnored = true;
            }
            else if (IsReferring(value, out var isNumeric) && !isNumeric)
            {
                isBomb = true;
            }
            else
            {
                entities.TryAdd(name.ToString(), XmlReferences.Predefined.Unescape(value));
            }
        }
    }

    private static bool IsReferring(ReadOnlySpan<char> value, out bool isNumeric)
    {
        var ampersand = value.IndexOf('&');
        isNumeric = true;
        for (var rest = value; rest.IndexOf('&') is >= 0 and var at; rest = rest[(at + 1)..])
        {
            isNumeric &= at + 1 < rest.Length && rest[at + 1] == '#';
        }

        return ampersand >= 0;
    }
}
