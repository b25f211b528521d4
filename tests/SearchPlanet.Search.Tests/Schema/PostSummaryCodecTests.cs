using System.Text.Json;
using SearchPlanet.Posts;
using SearchPlanet.Search.Results;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Tests.Schema;

public sealed class PostSummaryCodecTests
{
    [Fact]
    public void Read_WrittenSummary_IsTheSame()
    {
        var summary = new PostSummary
        {
            Id = "00ff",
            Url = "https://example.org/é",
            Title = "Ünïcode \ud83c\udf89",
            Excerpt = "Begin",
            Authors = ["A", "B"],
            Tags = ["orm"],
            Kind = PostKind.Transcript,
            Language = "pt-br",
            Published = DateTimeOffset.UnixEpoch.AddSeconds(-1),
            Updated = DateTimeOffset.UnixEpoch.AddYears(60),
            DateConfidence = DateConfidence.FirstSeen,
            Sources = [new SourceInfo("s", "S", "django", "https://s"), new SourceInfo("t", "T", null, null)],
            Versions = new Dictionary<string, IReadOnlyList<string>> { ["django"] = ["6.0", "5.2"], ["pep"] = ["8"] },
            HasCode = true,
            Words = 40_000,
            EarlierVersion = "00fe",
        };
        JsonSerializer.Serialize(PostSummaryCodec.Read(PostSummaryCodec.Write(summary))).ShouldBe(JsonSerializer.Serialize(summary));
    }

    [Fact]
    public void Read_BareSummary_IsTheSame()
    {
        var summary = new PostSummary { Id = "1", Title = "t" };
        JsonSerializer.Serialize(PostSummaryCodec.Read(PostSummaryCodec.Write(summary))).ShouldBe(JsonSerializer.Serialize(summary));
    }
}
