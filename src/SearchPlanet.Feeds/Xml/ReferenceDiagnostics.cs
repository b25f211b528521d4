namespace SearchPlanet.Feeds.Xml;

/// <summary>What is odd about the references of a text; resolving them is left to <see cref="XmlReferences"/>.</summary>
internal static class ReferenceDiagnostics
{
    /// <summary>Tells of bare ampersands and unknown entities, the first of each.</summary>
    /// <param name="offset">Where <paramref name="text"/> begins in the document.</param>
    public static void Report(ReadOnlySpan<char> text, int offset, XmlReferences references, DiagnosticLog log)
    {
        if (log.Has(FeedDiagnosticCode.BareAmpersand) && log.Has(FeedDiagnosticCode.UndefinedEntity))
        {
            return;
        }

        for (var at = text.IndexOf('&'); at >= 0;)
        {
            var rest = text[(at + 1)..];
            if (!IsPredefined(rest))
            {
                var semicolon = rest[..Math.Min(rest.Length, 34)].IndexOf(';');
                var isNamed = semicolon > 0 && !rest[(rest[0] == '#' ? 1 : 0)..semicolon].ContainsAnyExcept(XmlCharacters.OfEntityNames);
                if (!isNamed)
                {
                    log.Add(FeedDiagnosticCode.BareAmpersand, "an & that begins no reference", offset + at);
                }
                else if (rest[0] != '#' && !references.IsDeclared(rest[..semicolon]))
                {
                    log.Add(FeedDiagnosticCode.UndefinedEntity, $"the entity &{rest[..semicolon]}; is not declared", offset + at);
                }
            }

            var next = rest.IndexOf('&');
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    private static bool IsPredefined(ReadOnlySpan<char> rest) =>
        rest.StartsWith("lt;") || rest.StartsWith("gt;") || rest.StartsWith("amp;") || rest.StartsWith("quot;") || rest.StartsWith("apos;");
}
