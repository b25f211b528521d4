using System.CommandLine;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Cli;

/// <summary><c>archive</c>: copies of the system of record.</summary>
internal static class ArchiveCommand
{
    public static Command Create() => new("archive", "Copy the archive: as JSON Lines, or whole.") { Export(), Backup(), Restore() };

    private static Command Export()
    {
        var output = new Option<string?>("--out") { Description = "The file to write (default: standard output).", HelpName = "FILE" };
        var command = new Command("export", "Write all posts as JSON Lines, which import reads.") { output };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var archive = await session.OpenArchiveAsync(token);
            await using var stream = parse.GetValue(output) is { } file ? File.Create(file) : Console.OpenStandardOutput();
            await using var buffered = new BufferedStream(stream, 1 << 16);
            var count = await ArchiveExport.WriteAsync(archive, buffered, null, token);
            await Console.Error.WriteLineAsync($"{count} posts written");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = "Where to; a file of that name is replaced when the copy is whole." };
        var command = new Command("backup", "Make a consistent copy of the archive, also while a server runs.") { file };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var target = Path.GetFullPath(parse.GetRequiredValue(file));
            await (await session.OpenArchiveAsync(token)).BackupAsync(target, token);
            Console.WriteLine($"{target}: {new FileInfo(target).Length / 1048576.0:0.0} MiB");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = "Made by archive backup." };
        var command = new Command("restore", "Put a copy in the place of the archive. The server must not be running; the old archive is kept beside it.") { file };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var old = await ArchiveFactory.RestoreAsync(
                session.Options.Archive, session.Options.DataDirectory, Path.GetFullPath(parse.GetRequiredValue(file)), TimeProvider.System, token);
            Console.WriteLine(old is null ? "restored" : $"restored; the old archive is {old}");
            Console.WriteLine("Now make the index anew: searchplanet index rebuild");
            return CommandLine.Done;
        });
        return command;
    }
}
