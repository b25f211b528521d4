namespace SearchPlanet.Server.Api;

/// <summary>How the API's routes are mapped.</summary>
internal static class Routes
{
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps GET, and HEAD with it.</summary>
    public static IEndpointConventionBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler) =>
        routes.MapMethods(pattern, _reading, handler);

    /// <summary>A route's parameter, decoded. Routing leaves an escaped slash alone; source ids may hold one.</summary>
    public static string Route(this HttpContext context, string name) =>
        ((string?)context.GetRouteValue(name) ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
