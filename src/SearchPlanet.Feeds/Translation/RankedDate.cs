using SearchPlanet.Feeds.Dates;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Translation;

/// <summary>The readable date of the lowest rank.</summary>
internal struct RankedDate
{
    private int _rank;

    public DateTimeOffset? Value { get; private set; }

    public void Offer(int rank, string text, DiagnosticLog log)
    {
        if (text.Length == 0 || (Value is not null && rank >= _rank))
        {
            return;
        }

        var date = FeedDate.Parse(text);
        if (date is null)
        {
            log.Add(FeedDiagnosticCode.UnreadableDate, $"not a date: {DiagnosticLog.Shorten(text)}");
            return;
        }

        Value = date;
        _rank = rank;
    }
}
