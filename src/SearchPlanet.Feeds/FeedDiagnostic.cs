namespace SearchPlanet.Feeds;

/// <summary>One thing that was odd about a document.</summary>
/// <param name="Code">What it was.</param>
/// <param name="Message">For people; quotes at most a few characters of the document.</param>
/// <param name="Offset">UTF-16 offset in the decoded document, or -1 when it has no place.</param>
public sealed record FeedDiagnostic(FeedDiagnosticCode Code, string Message, int Offset = -1)
{
    public FeedDiagnosticSeverity Severity => Code switch
    {
        FeedDiagnosticCode.EncodingFromDeclaration or FeedDiagnosticCode.UnreadableDate => FeedDiagnosticSeverity.Note,
        _ => FeedDiagnosticSeverity.Problem,
    };
}
