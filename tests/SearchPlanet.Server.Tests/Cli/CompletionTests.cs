using System.Diagnostics;

namespace SearchPlanet.Server.Tests.Cli;

/// <summary>The completion scripts, loaded into the shells that they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    private const string Bash = """
        eval "$(searchplanet completion bash)"
        COMP_LINE="searchplanet $1"; COMP_POINT=${#COMP_LINE}
        COMP_WORDS=($COMP_LINE); COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
        $(complete -p searchplanet | sed 's/.*-F \([^ ]*\).*/\1/')
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private const string ZshSetUp = """autoload -Uz compinit; compinit -u -D; eval "$(searchplanet completion zsh)";""";

    // As a file that compinit finds by its first line, and that is read when it is needed.
    private const string ZshAutoload = """searchplanet completion zsh > _searchplanet; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D;""";

    // zsh completes only where somebody types: in a shell on a terminal of its own, the tab key is pressed, and the line that it made is printed.
    private const string Zsh = """
        zmodload zsh/zpty
        zpty -b shell zsh -f -i
        zpty -w shell 'PS1=; unsetopt zle_bracketed_paste prompt_sp; SET_UP'
        zpty -w shell 'show() { zle -I; print -r -- "line: $BUFFER."; BUFFER=; }; zle -N show; bindkey "^X" show; print rea""dy'
        zpty -r shell seen '*ready*'
        zpty -n -w shell "searchplanet $1"$'\t'$'\C-x'
        zpty -r shell seen '*line: *.*'
        print -r -- ${=${seen##*line: }%%.*}
        zpty -d shell
        """;

    private const string Fish = """
        searchplanet completion fish | source
        complete -C "searchplanet $argv[1]"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("searchplanet-completion-").FullName;

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("zsh autoload")]
    [InlineData("fish")]
    public async Task Completion_LoadedIntoItsShell_CompletesAsOneTypes(string shell)
    {
        Assert.SkipUnless(File.Exists(Program(shell)), $"There is no {shell}.");
        await WriteProgramAsync();

        foreach (var (typed, expected) in new[] { ("index re", "rebuild"), ("feeds pa", "pause"), ("search --plan", "--planet"), ("completion fi", "fish"), ("search --sort ne", "newest") })
        {
            (await CompleteAsync(shell, typed)).Split([' ', '\n'], StringSplitOptions.TrimEntries).ShouldContain(expected, $"{shell}: {typed}");
        }
    }

    [Fact]
    public async Task Completion_OfAGroup_OffersItsCommandsAndNoPaths()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "searchplanet.dll"), "[suggest:21]", "searchplanet archive "])
        {
            RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = _folder,
        })!;
        var offered = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        offered.ShouldContain("backup");
        offered.ShouldAllBe(one => !one.StartsWith('/'));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Program(string shell) => "/usr/bin/" + shell.Split(' ')[0];

    private static string[] Arguments(string shell, string typed) => shell switch
    {
        "bash" => ["--norc", "-c", Bash, shell, typed],
        "zsh" => ["-f", "-c", Zsh.Replace("SET_UP", ZshSetUp, StringComparison.Ordinal), shell, typed],
        "zsh autoload" => ["-f", "-c", Zsh.Replace("SET_UP", ZshAutoload, StringComparison.Ordinal), shell, typed],
        _ => ["--no-config", "-c", Fish, typed],
    };

    private async Task<string> CompleteAsync(string shell, string typed)
    {
        var start = new ProcessStartInfo(Program(shell), Arguments(shell, typed)) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = _folder };
        start.Environment["PATH"] = _folder + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["TERM"] = "dumb";
        using var process = Process.Start(start)!;
        return await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(3));
    }

    private async Task WriteProgramAsync()
    {
        var program = Path.Combine(_folder, "searchplanet");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet {Path.Combine(AppContext.BaseDirectory, "searchplanet.dll")} \"$@\"\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
