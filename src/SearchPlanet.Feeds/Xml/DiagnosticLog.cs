namespace SearchPlanet.Feeds.Xml;

/// <summary>Gathers diagnostics, each kind once: the first place is enough to find it.</summary>
internal sealed class DiagnosticLog
{
    private const int MaxQuoted = 40;

    private readonly List<FeedDiagnostic> _entries = [];
    private ulong _seen;

    public IReadOnlyList<FeedDiagnostic> Entries => _entries;

    public bool Has(FeedDiagnosticCode code) => (_seen & (1UL << (int)code)) != 0;

    public void Add(FeedDiagnosticCode code, string message, int offset = -1)
    {
        if (!Has(code))
        {
            _seen |= 1UL << (int)code;
            _entries.Add(new FeedDiagnostic(code, message, offset));
        }
    }

    /// <summary>What a document says, cut to what fits into a message.</summary>
    public static string Shorten(ReadOnlySpan<char> text) => text[..Math.Min(text.Length, MaxQuoted)].ToString();
}
