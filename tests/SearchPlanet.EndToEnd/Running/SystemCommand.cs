using System.Diagnostics;

namespace SearchPlanet.EndToEnd.Running;

/// <summary>A command of the system's, such as <c>mount</c>, which may be missing or not allowed.</summary>
internal static class SystemCommand
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>False when it fails, or is not there.</returns>
    public static bool Succeeds(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
