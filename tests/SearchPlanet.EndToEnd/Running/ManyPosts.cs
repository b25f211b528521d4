using System.Globalization;

namespace SearchPlanet.EndToEnd.Running;

/// <summary>A data folder with so many posts, each with the word "chapter" in its title, that making the index takes longer than a page.</summary>
public sealed class ManyPosts : IAsyncLifetime
{
    public const int Count = 20_000;

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.FullPath;

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(Folder, "posts.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, Count).Select(Line), TestContext.Current.CancellationToken);
        (await SearchPlanetProgram.RunAsync(Folder, ["import", file], TestContext.Current.CancellationToken)).ExitCode.ShouldBe(0);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Line(int number)
    {
        var text = string.Join(' ', Enumerable.Range(0, 60).Select(word => $"word{number * (word + 7) % 9973}"));
        return string.Create(CultureInfo.InvariantCulture, $$"""{"url":"https://book.example/{{number}}","title":"Chapter {{number}}","text":"{{text}}","published":"2025-01-01"}""");
    }
}
