using SearchPlanet.Testing;

namespace SearchPlanet.Archive.Tests.Sqlite;

public sealed class SqliteArchiveTests : ArchiveTests
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Reopen_AfterDispose_HoldsWhatWasCommitted()
    {
        var result = (await Archive.UpsertAsync([TestPosts.Post(1)], TestContext.Current.CancellationToken))[0];
        await Archive.DisposeAsync();

        await using var reopened = await OpenAsync();
        await reopened.MigrateAsync(TestContext.Current.CancellationToken);

        (await reopened.GetPostAsync(result.PostId, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        (await reopened.GetLastSequenceAsync(TestContext.Current.CancellationToken)).ShouldBe(result.Sequence);
    }

    private protected override Task<IArchive> OpenAsync() =>
        Task.FromResult(ArchiveFactory.Open(new ArchiveOptions(), _folder.Path, Time));

    private protected override Task CloseAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
