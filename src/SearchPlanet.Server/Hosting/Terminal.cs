using Spectre.Console;
using Spectre.Console.Rendering;

namespace SearchPlanet.Server.Hosting;

/// <summary>What the program's two streams can show. Results go to standard output, everything else to standard error.</summary>
internal static class Terminal
{
    /// <summary>Set and not empty, it asks every program for plain text (no-color.org).</summary>
    private static readonly bool NoColor = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>An editor's window, or the like: text and line ends, and nothing that moves or is coloured.</summary>
    private static readonly bool IsDumb = Environment.GetEnvironmentVariable("TERM") == "dumb";

    /// <summary>Whether standard error is a terminal that has colours.</summary>
    public static bool HasColor => !NoColor && !IsDumb && !Console.IsErrorRedirected;

    private static bool OutputHasColor => !NoColor && !IsDumb && !Console.IsOutputRedirected;

    /// <summary>For progress and messages: standard error. Without colours it still redraws its lines; plain results have no codes at all.</summary>
    public static IAnsiConsole Error { get; } = Create(Console.Error, HasColor, !Console.IsErrorRedirected && !IsDumb, !Console.IsErrorRedirected);

    /// <summary>For results: standard output.</summary>
    public static IAnsiConsole Output { get; } = Create(Console.Out, OutputHasColor, OutputHasColor, !Console.IsOutputRedirected);

    /// <summary>How many characters a line of results holds; a pipe's has no end.</summary>
    public static int Width => Console.IsOutputRedirected ? int.MaxValue : Output.Profile.Width;

    /// <summary>Runs work that says how far it is, on standard error; without a terminal that can redraw a line, nothing is shown.</summary>
    /// <param name="name">What is being done.</param>
    /// <param name="work">Gets what to call with the steps done, the steps in all (0 when unknown) and a remark.</param>
    public static async Task<T> ProgressAsync<T>(string name, Func<Action<double, double, string?>, Task<T>> work)
    {
        if (Console.IsErrorRedirected || IsDumb)
        {
            return await work((_, _, _) => { });
        }

        return await Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ShareColumn(), new ElapsedTimeColumn())
            .StartAsync(progress =>
            {
                var task = progress.AddTask(name).IsIndeterminate();
                return work((done, all, remark) =>
                {
                    if (all > 0)
                    {
                        task.IsIndeterminate(false);
                        task.MaxValue = all;
                        task.Value = done;
                    }

                    task.Description = Markup.Escape(Fitting(remark is null ? name : $"{name} {remark}"));
                });
            });
    }

    /// <summary>As the other, for work that keeps a thread busy and cannot say how far it is.</summary>
    public static Task<T> ProgressAsync<T>(string name, Func<T> work) => ProgressAsync(name, _ => Task.Run(work));

    /// <summary>Text that others wrote, without what would move the reader's cursor: control characters, but for line ends, become blanks.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? ' ' : c));

    // With room for the bar and the time. Its end counts: it is what changes.
    private static string Fitting(string text) =>
        Math.Max(12, Error.Profile.Width - 26) is var most && text.Length > most ? "…" + text[^(most - 1)..] : text;

    /// <summary>How far it is, where that is known: no number is better than one that stays at nothing.</summary>
    private sealed class ShareColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.IsIndeterminate ? "" : $"{task.Percentage:0} %").RightJustified();
    }

    private static IAnsiConsole Create(TextWriter writer, bool hasColor, bool hasCodes, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = hasCodes ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal && !IsDumb ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            // Without a terminal there is no width to fit: a pipe gets whole lines.
            console.Profile.Width = 1000;
        }

        return console;
    }
}
