using System.Text;
using System.Text.Json;

namespace SearchPlanet.Feeds.Tests;

public sealed class FeedParseLinesTests
{
    [Fact]
    public async Task AnswerAsync_Lines_EachHasItsAnswer()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "Wild", "atom10-planet.xml");
        var input = JsonSerializer.Serialize(new { path, url = "https://planet.example/", content_type = "application/atom+xml", headers = new { } })
            + "\n\nnot json\n{\"path\":\"/no/such/file\"}";
        using var output = new MemoryStream();
        using var lines = new FeedParseLines(output);
        var failures = await lines.AnswerAsync(new MemoryStream(Encoding.UTF8.GetBytes(input)), TestContext.Current.CancellationToken);
        JsonElement[] answers = [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        failures.ShouldBe(2);
        answers.Length.ShouldBe(3);
        answers.Count(answer => !answer.GetProperty("ok").GetBoolean() && answer.GetProperty("error").GetString() is not null).ShouldBe(2);
        var feed = answers.Single(answer => answer.GetProperty("ok").GetBoolean());
        feed.GetProperty("format").GetString().ShouldBe("atom10");
        feed.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        feed.GetProperty("feed").GetProperty("updated").GetString().ShouldBe("2026-02-03T10:00:00Z");
        var entry = feed.GetProperty("entries")[0];
        entry.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["id", "title", "link", "authors", "published", "updated", "summary", "content", "categories", "enclosures"]);
        entry.GetProperty("authors")[0].GetProperty("email").GetString().ShouldBe("moss@moss.example");
        entry.GetProperty("enclosures")[0].GetProperty("length").GetInt64().ShouldBe(99);
        entry.GetProperty("categories")[0].GetString().ShouldBe("HTML");
    }
}
