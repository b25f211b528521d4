using System.Security.Cryptography;
using SearchPlanet.Testing;

namespace SearchPlanet.Archive.Tests.Sqlite;

public sealed class SqliteBackupTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SettableTime _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task BackupAndRestore_WhileWritersGoOn_GiveAWholeEarlierState()
    {
        var backup = _folder.File("backup.db");
        await using (var archive = await OpenAsync("data"))
        {
            await archive.UpsertAsync(Enumerable.Range(0, 200).Select(n => TestPosts.Post(n)).ToList(), Cancelled);
            var writing = Task.Run(
                async () =>
                {
                    for (var n = 200; n < 260; n++)
                    {
                        await archive.UpsertAsync([TestPosts.Post(n)], Cancelled);
                    }
                },
                Cancelled);
            await archive.BackupAsync(backup, Cancelled);
            await writing;
            await archive.RemovePostAsync((await archive.FindByUrlAsync("https://blog.example/5/", Cancelled))!.Id, Cancelled);
        }

        var kept = await ArchiveFactory.RestoreAsync(new ArchiveOptions(), _folder.File("data"), backup, _time, Cancelled);

        File.Exists(kept).ShouldBeTrue();
        await using var restored = await OpenAsync("data");
        (await restored.CountPostsAsync(Cancelled)).ShouldBeInRange(200, 260);
        (await restored.FindByUrlAsync("https://blog.example/5/", Cancelled)).ShouldNotBeNull();

        // An index that had read all 261 changes of the old archive finds every post anew.
        var changes = 0;
        await foreach (var change in restored.ReadChangesAsync(261, 10_000, Cancelled))
        {
            changes += change.Post is null ? 0 : 1;
        }

        changes.ShouldBe((int)await restored.CountPostsAsync(Cancelled));
        (await restored.UpsertAsync([TestPosts.Post(999)], Cancelled))[0].Sequence.ShouldBe(await restored.GetLastSequenceAsync(Cancelled));
    }

    [Fact]
    public async Task Restore_BeginsAnotherHistory_FromWhichNothingOfBeforeStands()
    {
        var backup = _folder.File("backup.db");
        IReadOnlyList<ArchiveHistory> before;
        await using (var archive = await OpenAsync("data"))
        {
            await archive.UpsertAsync([TestPosts.Post(1)], Cancelled);
            await archive.BackupAsync(backup, Cancelled);
            before = await archive.ListHistoriesAsync(Cancelled);
        }

        await ArchiveFactory.RestoreAsync(new ArchiveOptions(), _folder.File("data"), backup, _time, Cancelled);

        await using var restored = await OpenAsync("data");
        var after = await restored.ListHistoriesAsync(Cancelled);
        after.SkipLast(1).ShouldBe(before);
        after[^1].Since.ShouldBe(0);
        after[^1].Name.ShouldNotBe(before[^1].Name);
    }

    [Fact]
    public async Task Restore_ArchiveInUse_IsRefusedAndChangesNothing()
    {
        var backup = _folder.File("backup.db");
        await using var archive = await OpenAsync("data");
        await archive.UpsertAsync([TestPosts.Post(1)], Cancelled);
        await archive.BackupAsync(backup, Cancelled);
        await archive.UpsertAsync([TestPosts.Post(2)], Cancelled);

        await Should.ThrowAsync<IOException>(() => ArchiveFactory.RestoreAsync(new ArchiveOptions(), _folder.File("data"), backup, _time, Cancelled));

        (await archive.CountPostsAsync(Cancelled)).ShouldBe(2);
        Directory.GetFiles(_folder.File("data"), "*.restoring").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(40_000)]
    public async Task Restore_DamagedBackup_IsRefusedByName(int at)
    {
        var backup = _folder.File("backup.db");
        await using (var archive = await OpenAsync("data"))
        {
            await archive.UpsertAsync(Enumerable.Range(0, 100).Select(n => TestPosts.Post(n)).ToList(), Cancelled);
            await archive.BackupAsync(backup, Cancelled);
        }

        await using (var file = File.OpenWrite(backup))
        {
            file.Position = at;
            await file.WriteAsync(RandomNumberGenerator.GetBytes(3000), Cancelled);
        }

        (await Should.ThrowAsync<ArchiveDamagedException>(() => ArchiveFactory.RestoreAsync(new ArchiveOptions(), _folder.File("data"), backup, _time, Cancelled)))
            .Message.ShouldContain("backup.db");

        await using var kept = await OpenAsync("data");
        (await kept.CountPostsAsync(Cancelled)).ShouldBe(100);
    }

    [Fact]
    public async Task Migrate_DamagedArchive_SaysWhatToDo()
    {
        Directory.CreateDirectory(_folder.File("data"));
        await File.WriteAllTextAsync(Path.Combine(_folder.File("data"), "archive.db"), "no database at all, but long enough to be looked at as one", Cancelled);

        (await Should.ThrowAsync<ArchiveDamagedException>(() => OpenAsync("data"))).Message.ShouldContain("archive restore");
    }

    [Fact]
    public async Task Restore_OverADamagedArchive_PutsTheBackupInItsPlace()
    {
        var backup = _folder.File("backup.db");
        await using (var archive = await OpenAsync("data"))
        {
            await archive.UpsertAsync([TestPosts.Post(1)], Cancelled);
            await archive.BackupAsync(backup, Cancelled);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.File("data"), "archive.db"), "no database at all, but long enough to be looked at as one", Cancelled);
        await ArchiveFactory.RestoreAsync(new ArchiveOptions(), _folder.File("data"), backup, _time, Cancelled);

        await using var restored = await OpenAsync("data");
        (await restored.CountPostsAsync(Cancelled)).ShouldBe(1);
    }

    private async Task<IArchive> OpenAsync(string name)
    {
        var archive = ArchiveFactory.Open(new ArchiveOptions(), _folder.File(name), _time);
        await archive.MigrateAsync(Cancelled);
        return archive;
    }
}
