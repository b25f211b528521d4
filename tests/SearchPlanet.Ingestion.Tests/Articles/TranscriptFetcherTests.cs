using System.Text;
using SearchPlanet.Ingestion.Articles;
using SearchPlanet.Ingestion.Tests.Pipeline;
using SearchPlanet.Posts;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Articles;

public sealed class TranscriptFetcherTests : IAsyncLifetime
{
    private IngestionBench _bench = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await IngestionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("text/vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ana>Welcome to the show.\n\n00:01:02.000 --> 00:01:05.000\nMigrations need no lock.\n", 62)]
    [InlineData("application/x-subrip", "1\n00:00:01,000 --> 00:00:04,000\nWelcome to the show.\n\n2\n00:01:02,000 --> 00:01:05,000\nMigrations need no lock.\n", 62)]
    [InlineData("application/json", "{\"version\":\"1.0.0\",\"segments\":[{\"speaker\":\"Ana\",\"startTime\":1,\"body\":\"Welcome to the show.\"},{\"speaker\":\"Ben\",\"startTime\":62.5,\"body\":\"Migrations need\"},{\"speaker\":\"Ben\",\"startTime\":64,\"body\":\"no lock.\"}]}", 62)]
    [InlineData("text/html", "<p>Welcome to the show.</p><p>Migrations need no lock.</p>", null)]
    [InlineData("text/plain", "Welcome to the show.\n\nMigrations need no lock.", null)]
    public async Task Run_EpisodeWithTranscript_WordsAreInItsPostWithTheirTimes(string mediaType, string file, int? second)
    {
        ServePodcast(mediaType);
        _bench.Server.On("/1.transcript", WildAnswer.Of(200, file));
        var feed = await _bench.SubscribeAsync("/podcast");
        await _bench.CheckAsync(feed);
        var post = (await _bench.Archive.FindByUrlAsync("https://show.example/1", Cancel))!;
        post.Kind.ShouldBe(PostKind.Transcript);
        var passages = PostContentReader.Read(post).Passages;
        passages.ShouldContain(passage => passage.Text.Contains("Notes of the episode", StringComparison.Ordinal));
        passages.Single(passage => passage.Text.Contains("no lock", StringComparison.Ordinal)).At.ShouldBe(second is null ? null : TimeSpan.FromSeconds(second.Value));

        // The next check brings the notes again, and changes nothing.
        var sequence = await _bench.Archive.GetLastSequenceAsync(Cancel);
        await _bench.CheckAsync(feed);
        (await _bench.Archive.GetLastSequenceAsync(Cancel)).ShouldBe(sequence);
        _bench.Server.Requests.Count(request => request.Target == "/1.transcript").ShouldBe(1);
    }

    [Theory]
    [InlineData("{\"segments\":[[[[")]
    [InlineData("{\"segments\":{\"body\":1}}")]
    [InlineData("{\"segments\":[1,null,{\"body\":2},{\"startTime\":1e308,\"body\":\"\"}]}")]
    [InlineData("")]
    public void Read_Nonsense_Null(string file) => TranscriptText.Read(Encoding.UTF8.GetBytes(file), "application/json").ShouldBeNull();

    [Fact]
    public async Task Run_TranscriptMissing_NotesStay()
    {
        ServePodcast("text/vtt");
        await _bench.CheckAsync(await _bench.SubscribeAsync("/podcast"));
        (await _bench.Archive.FindByUrlAsync("https://show.example/1", Cancel))!.Html!.ShouldContain("Notes of the episode");
    }

    private void ServePodcast(string mediaType) => _bench.Server.On("/podcast", WildAnswer.Of(200, $"""
        <rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>The Show</title><link>https://show.example/</link>
        <item><title>Episode 1</title><link>https://show.example/1</link><guid>1</guid><pubDate>Sat, 21 Nov 2026 08:00:00 GMT</pubDate>
        <description>&lt;p&gt;Notes of the episode.&lt;/p&gt;</description>
        <podcast:transcript url="{_bench.Server.Url("/1.transcript")}" type="{mediaType}"/></item></channel></rss>
        """));
}
