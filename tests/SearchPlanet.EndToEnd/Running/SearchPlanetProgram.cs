using System.Diagnostics;

namespace SearchPlanet.EndToEnd.Running;

/// <summary>Starts the built program, with nothing of this process's own settings in its environment.</summary>
internal static class SearchPlanetProgram
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="dataDirectory">Also the folder it is started in.</param>
    /// <param name="settings">Environment variables besides the data folder.</param>
    /// <param name="input">What it reads from standard input; null: nothing.</param>
    public static async Task<CommandResult> RunAsync(
        string dataDirectory,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken,
        IEnumerable<KeyValuePair<string, string>>? settings = null,
        string? input = null)
    {
        using var process = Process.Start(StartInfo(dataDirectory, arguments, settings ?? []))!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            }

            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience.Limit, cancellationToken);
            return new CommandResult(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public static ProcessStartInfo StartInfo(string dataDirectory, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> settings)
    {
        if (!File.Exists(Repository.Program))
        {
            throw new FileNotFoundException("The program has not been built.", Repository.Program);
        }
        // A file of its own, or the program would take the live planets from the one beside it.
        var settingsFile = Path.Combine(dataDirectory, "appsettings.json");
        if (!File.Exists(settingsFile))
        {
            File.WriteAllText(settingsFile, """{ "SearchPlanet": { "DataDirectory": "." } }""");
        }

        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = dataDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Repository.Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var key in start.Environment.Keys.Where(key => key.StartsWith("SearchPlanet__", StringComparison.OrdinalIgnoreCase)
            || key.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(key);
        }

        start.Environment["NO_COLOR"] = "1";
        // A machine that is busy with other tests may take its time to search.
        start.Environment["SearchPlanet__Search__TimeoutMs"] = "60000";
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return start;
    }
}
