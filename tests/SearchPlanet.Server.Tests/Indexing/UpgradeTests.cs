using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Search;

namespace SearchPlanet.Server.Tests.Indexing;

public sealed class UpgradeTests
{
    [Fact]
    public async Task IndexOfAnotherSchema_IsMadeAnewFromTheArchive_AndSaid()
    {
        var sink = new CollectingSink();
        await using var log = sink.CreateLogger();
        await using var server = new TestServer(options => WriteOtherIndex(options.IndexDirectory), log);

        await server.InitializeAsync();

        await server.WaitForPostsAsync(SamplePosts.All.Count);
        sink.Lines.ShouldContain(line => line.StartsWith("Warning: The index is of another version of the program, and this one cannot read it: it is made anew", StringComparison.Ordinal));
        sink.Lines.ShouldAllBe(line => !line.StartsWith("Error", StringComparison.Ordinal));
        PostIndex.Check(server.Options.IndexDirectory, TestContext.Current.CancellationToken).ShouldBeEmpty();
    }

    private static void WriteOtherIndex(string directory)
    {
        using var writer = IndexWriter.Open(new FileIndexDirectory(directory), new IndexSchema(FieldType.Keyword("other")));
        writer.AddDocument(new Document().AddKeyword("other", "x"));
        writer.Commit();
    }
}
