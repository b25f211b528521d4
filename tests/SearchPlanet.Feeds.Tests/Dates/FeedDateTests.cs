using System.Text.Json;
using SearchPlanet.Feeds.Dates;
using SearchPlanet.Feeds.Tests.Yardsticks;

namespace SearchPlanet.Feeds.Tests.Dates;

public sealed class FeedDateTests
{
    [Fact]
    public void Parse_CollectedDates_GiveTheirInstants()
    {
        string path = SharedFeeds.PathOrSkip("dates.jsonl");
        var wrong = new List<string>();
        foreach (string line in File.ReadLines(path))
        {
            JsonElement sample = JsonDocument.Parse(line).RootElement;
            string text = sample.GetProperty("text").GetString()!;
            DateTimeOffset? parsed = FeedDate.Parse(text);
            string? utc = sample.GetProperty("utc").GetString();
            bool isRight = utc is not null
                ? parsed?.ToString("yyyy-MM-ddTHH:mm:ssZ") == utc
                : parsed is not null && (!sample.TryGetProperty("year", out JsonElement year) || year.GetInt32() == parsed.Value.Year);
            if (!isRight)
            {
                wrong.Add($"{text} → {parsed:O}, expected {utc}");
            }
        }

        wrong.ShouldBeEmpty();
    }
}
