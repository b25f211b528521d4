using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Data.Common;
using SearchPlanet.Archive;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Cli;

/// <summary>Runs the program's commands. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    public static readonly Option<string?> Config = new("--config")
    {
        Description = "The configuration file (default: appsettings.json here, else the program's own).", HelpName = "FILE", Recursive = true,
    };

    public static readonly Option<string?> Data = new("--data")
    {
        Description = "The folder of archive and index (default: SearchPlanet:DataDirectory, which is index-data).", HelpName = "DIR", Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Machine-readable results on standard output.", Recursive = true };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Logs from Debug on to standard error.", Recursive = true };

    /// <summary>Settings given as <c>--SearchPlanet:Key value</c>, by full key.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; private set; } = new Dictionary<string, string?>();

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        root.Add(Config);
        root.Add(Data);
        root.Add(Json);
        root.Add(Verbose);
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Description = "Show help and usage. Any setting can be given as --SearchPlanet:Key VALUE.";
            help.Action = new CommandExamples.Help((HelpAction)help.Action!);
            // Paths, where most people type this; they would be completed too.
            help.Aliases.Remove("/h");
            help.Aliases.Remove("/?");
        }
        // Serving is what the program is for: without a command, the rest of the line is serve's.
        root.SetAction((parse, token) => ServeCommand.RunAsync(parse, token));
        foreach (var option in ServeCommand.Options)
        {
            root.Add(option);
        }

        try
        {
            var parse = root.Parse(TakeSettings(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
            // Help is asked for without the arguments that a command needs.
            var isWrong = parse.Errors.Count > 0 && parse.Action is not CommandExamples.Help;
            if (parse.Action is ParseErrorAction mistake)
            {
                // A screen of help would push what is wrong off the top; a group that is named alone asks for it.
                mistake.ShowHelp = parse.UnmatchedTokens.Count == 0 && parse.CommandResult.Command.Subcommands.Count > 0;
            }

            var code = await parse.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(12),
                // The parser shows suggestions and help as output; after a mistake they are no result.
                Output = isWrong ? Console.Error : Console.Out,
            });
            if (isWrong)
            {
                await Console.Error.WriteLineAsync($"{NameOf(parse.CommandResult)} --help says how it is used.");
                return WrongUsage;
            }

            return code;
        }
        catch (UsageException wrong)
        {
            return Fail(wrong.Message, WrongUsage);
        }
        catch (ConfigurationException wrong)
        {
            wrong.Errors.ToList().ForEach(error => Fail(error, WrongUsage));
            return WrongUsage;
        }
        catch (OperationCanceledException)
        {
            return Fail("Stopped.", Failed);
        }
        catch (Exception failure) when (failure is IOException or UriFormatException or UnauthorizedAccessException or DbException or HttpRequestException or FormatException or NotSupportedException)
        {
            return Fail(failure.Message + WhatNext(failure), Failed);
        }
        catch (Exception fault)
        {
            // Ours: whoever reports it needs all of it.
            return Fail(fault.ToString(), Failed);
        }
    }

    // With the groups that it is in, as it is typed.
    private static string NameOf(CommandResult command) =>
        command.Parent is CommandResult group ? $"{NameOf(group)} {command.Command.Name}" : "searchplanet";

    // The system says what and where, and leaves it at that.
    private static string WhatNext(Exception failure) => failure switch
    {
        IndexNotFoundException => " searchplanet import or ingest makes one.",
        FileNotFoundException => " Is the name right?",
        DirectoryNotFoundException => " Make the folder first, or name another.",
        UnauthorizedAccessException => " Is it a folder, or one of somebody else's files?",
        DbException when ArchiveTrouble.IsOfTheDisk(failure) => " Is the disk full or read-only?",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "; is the server running, and at that address?",
        _ => "",
    };

    /// <summary>Says what went wrong on standard error.</summary>
    public static int Fail(string message, int code)
    {
        Console.Error.WriteLine("searchplanet: " + Terminal.Printable(message));
        return code;
    }

    // --SearchPlanet:Key=value or --SearchPlanet:Key value; these have no end, so they are not options of the parser.
    private static List<string> TakeSettings(string[] args)
    {
        const string Prefix = "--" + SearchPlanetOptions.Section + ":";
        var rest = new List<string>();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--")
            {
                rest.AddRange(args[i..]);
                break;
            }

            if (!args[i].StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                rest.Add(args[i]);
            }
            else if (args[i].IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                settings[args[i][2..at]] = args[i][(at + 1)..];
            }
            else
            {
                settings[args[i][2..]] = i + 1 < args.Length ? args[++i] : throw new UsageException($"{args[i]} needs a value.");
            }
        }

        Settings = settings;
        return rest;
    }
}
