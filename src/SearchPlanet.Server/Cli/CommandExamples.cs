using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace SearchPlanet.Server.Cli;

/// <summary>Examples below a command's help: what to type teaches faster than what may be typed.</summary>
internal static class CommandExamples
{
    private static readonly ConditionalWeakTable<Command, string[]> _examples = [];

    /// <summary>Shows these lines at the end of the command's help.</summary>
    public static Command WithExamples(this Command command, params string[] examples)
    {
        _examples.Add(command, examples);
        return command;
    }

    /// <summary>The lines shown for a command; none when it only groups others.</summary>
    public static IReadOnlyList<string> Of(Command command) => _examples.TryGetValue(command, out var examples) ? examples : [];

    /// <summary>The usual help, and the examples after it.</summary>
    public sealed class Help(HelpAction usual) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = usual.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            if (Of(parseResult.CommandResult.Command) is { Count: > 0 } examples)
            {
                output.WriteLine("Examples:");
                foreach (var example in examples)
                {
                    output.WriteLine("  " + example);
                }

                output.WriteLine();
            }

            return code;
        }
    }
}
