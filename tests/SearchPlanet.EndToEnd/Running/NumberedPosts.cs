using System.Text;

namespace SearchPlanet.EndToEnd.Running;

/// <summary>As many posts as a test needs, each found by its number: <c>marker7</c>.</summary>
internal static class NumberedPosts
{
    /// <summary>Takes posts in with <c>searchplanet import</c>.</summary>
    public static async Task ImportAsync(
        string dataDirectory, int from, int to, CancellationToken cancellationToken, IEnumerable<KeyValuePair<string, string>>? settings = null)
    {
        var file = Path.Combine(Path.GetTempPath(), $"searchplanet-{Guid.NewGuid():N}.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(from, to - from + 1).Select(number =>
            $$"""{"url":"https://blog.example.org/{{number}}","title":"Post marker{{number}}","text":"{{Text(number)}}","published":"2025-01-01T00:00:00Z"}"""), cancellationToken);
        try
        {
            var import = await SearchPlanetProgram.RunAsync(dataDirectory, ["import", file], cancellationToken, settings);
            import.ExitCode.ShouldBe(0, import.Output + import.Errors);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The same as a feed.</summary>
    public static byte[] Feed(int from, int to) => Encoding.UTF8.GetBytes(
        "<rss version=\"2.0\"><channel><title>T</title><link>https://blog.example.org/</link>"
        + string.Concat(Enumerable.Range(from, to - from + 1).Select(number =>
            $"<item><title>Post marker{number}</title><link>https://blog.example.org/{number}</link><description>{Text(number)}</description></item>"))
        + "</channel></rss>");

    // Different for each: alike texts would be taken for one story.
    private static string Text(int number)
    {
        var random = new Random(number);
        return string.Join(' ', Enumerable.Range(0, 300).Select(_ => "word" + random.Next(20_000)));
    }
}
