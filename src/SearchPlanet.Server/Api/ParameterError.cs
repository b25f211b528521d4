namespace SearchPlanet.Server.Api;

/// <summary>One parameter that cannot be taken as it is.</summary>
/// <param name="Code">Stable: <c>unknown</c>, <c>out-of-range</c>, <c>repeated</c>, <c>missing</c>.</param>
/// <param name="Message">For people; names the parameter, the value and what would do.</param>
/// <param name="Nearest">The known name or value most like the one given; null when none is near.</param>
internal sealed record ParameterError(string Parameter, string Code, string Message, string? Nearest = null);
