using System.CommandLine;
using System.Data.Common;
using SearchPlanet.Archive;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Cli;

/// <summary><c>archive</c>: copies of the system of record, and posts taken out of it.</summary>
internal static class ArchiveCommand
{
    public static Command Create() => new("archive", "Copy the archive, as JSON Lines or whole, and take posts out of it.") { Export(), Backup(), Restore(), Remove() };

    private static Command Export()
    {
        var output = new Option<string?>("--out") { Description = "The file to write (default: standard output).", HelpName = "FILE" };
        var command = new Command("export", "Write all posts as JSON Lines, which import reads.") { output };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var archive = await session.OpenArchiveAsync(token);
            var all = await archive.CountPostsAsync(token);
            var file = parse.GetValue(output);
            var count = await Terminal.ProgressAsync("Writing", async tell =>
            {
                await using var stream = file is null ? Console.OpenStandardOutput() : File.Create(file);
                await using var buffered = new BufferedStream(stream, 1 << 16);
                return await ArchiveExport.WriteAsync(archive, buffered, new Reporter(tell, all), token);
            });
            if (file is null)
            {
                await Console.Error.WriteLineAsync($"{count} posts written");
            }
            else
            {
                session.Say($"{count} posts written to {file}", json =>
                {
                    json.WriteNumber("posts", count);
                    json.WriteString("file", file);
                });
            }

            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet archive export --out posts.jsonl", "searchplanet archive export | gzip > posts.jsonl.gz");
    }

    private static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = "Where to; a file of that name is replaced when the copy is whole." };
        var command = new Command("backup", "Make a consistent copy of the archive, also while a server runs.") { file };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var target = Path.GetFullPath(parse.GetRequiredValue(file));
            var archive = await session.OpenArchiveAsync(token);
            var bytes = await Terminal.ProgressAsync("Copying", async _ =>
            {
                // SQLite copies on the calling thread; the bar needs one of its own.
                await Task.Run(() => CopyAsync(archive, target, token), token);
                return new FileInfo(target).Length;
            });
            session.Say($"{target}: {bytes / 1048576.0:0.0} MiB", json =>
            {
                json.WriteString("file", target);
                json.WriteNumber("bytes", bytes);
            });
            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet archive backup /backups/archive-$(date +%F).db");
    }

    /// <exception cref="IOException">There can be no copy; the message says where and what to do.</exception>
    private static async Task CopyAsync(IArchive archive, string target, CancellationToken cancellationToken)
    {
        if (Directory.Exists(target))
        {
            throw new IOException($"'{target}' is a folder. Name a file in it.");
        }

        try
        {
            await archive.BackupAsync(target, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"No copy was made: {failure.Message} Name a file in a folder that is there and that you may write to.", failure);
        }
        catch (DbException failure) when (!ArchiveDamagedException.IsMeantBy(failure))
        {
            throw new IOException($"No copy was made at '{target}': {failure.Message} Is there room for it, as much as the archive takes?", failure);
        }
    }

    private static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = "Made by archive backup." };
        var command = new Command("restore", "Put a copy in the place of the archive. The server must not be running; the old archive is kept beside it.") { file };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var backup = Path.GetFullPath(parse.GetRequiredValue(file));
            var old = await Terminal.ProgressAsync("Restoring", _ => Task.Run(
                () => ArchiveFactory.RestoreAsync(session.Options.Archive, session.Options.DataDirectory, backup, TimeProvider.System, token), token));
            session.Say(
                (old is null ? "restored" : $"restored; the old archive is {old}") + "\nThe index is made anew from it with the next start.",
                json => json.WriteString("kept", old));
            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet archive restore /backups/archive-2026-11-20.db");
    }

    private static Command Remove()
    {
        var posts = new Argument<string[]>("URL|ID") { Description = "Posts, by an address they were seen under or by their id.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("remove", "Take posts out for good: their text is erased, and no feed or import brings them back.") { posts };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var archive = await session.OpenArchiveAsync(token);
            var code = CommandLine.Done;
            var isChanged = false;
            foreach (var named in parse.GetRequiredValue(posts))
            {
                var post = await archive.GetPostAsync(named, token) ?? await archive.FindByUrlAsync(named, token);
                if (post is null || !await archive.RemovePostAsync(post.Id, token))
                {
                    code = CommandLine.Fail($"{named}: no such post", CommandLine.Failed);
                    continue;
                }

                isChanged = true;
                await session.AuditAsync("post.remove", post.Url ?? post.Id, post.Id, token);
                session.Say($"{post.Id} removed: {post.Title}", json =>
                {
                    json.WriteString("id", post.Id);
                    json.WriteString("url", post.Url);
                    json.WriteString("status", "removed");
                });
            }

            if (isChanged)
            {
                await IndexUpdate.TryCatchUpAsync(archive, session, token);
            }

            return code;
        });
        return command.WithExamples("searchplanet archive remove https://blog.example/not-for-the-public/");
    }

    // Progress<T> would report from another thread, and late.
    private sealed class Reporter(Action<double, double, string?> tell, long all) : IProgress<long>
    {
        public void Report(long value) => tell(value, Math.Max(1, all), $"{value} posts");
    }
}
