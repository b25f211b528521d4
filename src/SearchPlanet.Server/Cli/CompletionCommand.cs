using System.CommandLine;

namespace SearchPlanet.Server.Cli;

/// <summary><c>completion</c>: prints a script that lets the shell complete commands and options, by asking the program itself.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # eval "$(searchplanet completion bash)"
        _searchplanet() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _searchplanet searchplanet ./searchplanet
        """;

    private const string Zsh = """
        #compdef searchplanet
        # eval "$(searchplanet completion zsh)" after compinit, or as the file _searchplanet in a folder of $fpath
        _searchplanet() {
          local line="${(j: :)words[1,CURRENT]}"
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "${line}" 2>/dev/null)}")
          compadd -a found || _files
        }
        if [[ ${funcstack[1]} == _searchplanet ]]; then
          _searchplanet "$@"
        else
          compdef _searchplanet searchplanet
        fi
        """;

    private const string Fish = """
        # searchplanet completion fish | source
        complete -c searchplanet -a '(set -l line (commandline -cp); searchplanet "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." }.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a completion script for your shell.") { shell };
        command.SetAction(parse =>
        {
            Console.WriteLine(parse.GetRequiredValue(shell) switch { "zsh" => Zsh, "fish" => Fish, _ => Bash });
            return CommandLine.Done;
        });
        return command.WithExamples("eval \"$(searchplanet completion bash)\"", "searchplanet completion zsh > ~/.zfunc/_searchplanet", "searchplanet completion fish | source");
    }
}
