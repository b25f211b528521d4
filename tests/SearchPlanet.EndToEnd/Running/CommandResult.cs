namespace SearchPlanet.EndToEnd.Running;

/// <summary>How a command ended, and what it said.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);
