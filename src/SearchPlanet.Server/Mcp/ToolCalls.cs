using System.Data.Common;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Mcp;

/// <summary>
/// Every call of a tool passes here. Arguments are checked against the tool's own schema first: a model that is told which one is wrong, and what
/// to pass, calls again rightly. Whatever else fails is told in a sentence, with one line in the log.
/// </summary>
internal sealed class ToolCalls(ILogger logger)
{
    /// <summary>To be registered as the filter of tool calls.</summary>
    public McpRequestHandler<CallToolRequestParams, CallToolResult> Around(McpRequestHandler<CallToolRequestParams, CallToolResult> next) => async (call, cancellationToken) =>
    {
        var name = call.Params?.Name ?? "";
        if (call.MatchedPrimitive is not McpServerTool tool)
        {
            var known = call.Server.ServerOptions.ToolCollection?.Select(one => one.ProtocolTool.Name).ToList() ?? [];
            logger.LogInformation("Tool {Tool} was refused: {Reason}", Safe(name), "there is no such tool");
            throw new McpProtocolException($"There is no tool {name}.{NearestName.Hint(name, known)} There are {string.Join(", ", known)}.", McpErrorCode.InvalidParams);
        }

        if (Mistakes(tool.ProtocolTool.InputSchema, call.Params?.Arguments) is { Count: > 0 } mistakes)
        {
            logger.LogInformation("Tool {Tool} was refused: {Reason}", Safe(name), Safe(mistakes[0]));
            return Failure(string.Join(' ', mistakes));
        }

        try
        {
            return await next(call, cancellationToken);
        }
        catch (McpException refusal)
        {
            logger.LogInformation("Tool {Tool} was refused: {Reason}", Safe(name), Safe(refusal.Message));
            return Failure(refusal.Message);
        }
        catch (StaleCursorException stale)
        {
            logger.LogInformation("Tool {Tool} was refused: {Reason}", Safe(name), Safe(stale.Message));
            return Failure($"{stale.Message} Call again without cursor.");
        }
        catch (Exception failure) when (failure is DbException or IOException or HttpRequestException or TimeoutException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            logger.LogWarning("Tool {Tool} failed: {Reason}", Safe(name), Safe(failure.Message));
            return Failure($"That did not work just now: {failure.Message}");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            logger.LogError(fault, "Tool {Tool} failed", Safe(name));
            return Failure("That failed by a fault of the program; its log says more.");
        }
    };

    /// <summary>What is wrong with the arguments, each a sentence that says what to pass.</summary>
    /// <param name="schema">As the tool is listed: an object's, with its properties and those that have to be there.</param>
    private static List<string> Mistakes(JsonElement schema, IDictionary<string, JsonElement>? arguments)
    {
        var properties = schema.GetProperty("properties");
        var known = properties.EnumerateObject().Select(property => property.Name).ToList();
        var mistakes = new List<string>();
        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(one => one.GetString()!) : [])
        {
            if (arguments?.TryGetValue(name, out var value) != true || value.ValueKind == JsonValueKind.Null)
            {
                mistakes.Add($"The argument {name} is missing: {Wanted(properties.GetProperty(name))}");
            }
        }

        foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
        {
            if (!properties.TryGetProperty(name, out var property))
            {
                mistakes.Add($"There is no argument {name}.{NearestName.Hint(name, known)} The tool takes {string.Join(", ", known)}.");
            }
            else if (value.ValueKind != JsonValueKind.Null && !Fits(value, property))
            {
                mistakes.Add($"The argument {name} cannot be {Shortened(value)}: {Wanted(property)}");
            }
        }

        return mistakes;
    }

    private static bool Fits(JsonElement value, JsonElement property)
    {
        var types = Types(property);
        return value.ValueKind switch
        {
            JsonValueKind.String => types.Contains("string"),
            JsonValueKind.Number => types.Contains("number") || (types.Contains("integer") && value.TryGetInt32(out _)),
            JsonValueKind.True or JsonValueKind.False => types.Contains("boolean"),
            JsonValueKind.Array => types.Contains("array") && value.EnumerateArray().All(item => Fits(item, property.GetProperty("items"))),
            _ => false,
        };
    }

    private static string Wanted(JsonElement property)
    {
        var type = Types(property).First(one => one != "null");
        var form = type == "array" ? "a list of strings" : type == "integer" ? "a whole number" : "a " + type;
        return $"pass {form}. {property.GetProperty("description").GetString()}";
    }

    // One name, or a list of names.
    private static List<string> Types(JsonElement property) => property.GetProperty("type") is { ValueKind: JsonValueKind.Array } several
        ? [.. several.EnumerateArray().Select(one => one.GetString()!)]
        : [property.GetProperty("type").GetString()!];

    private static string Shortened(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText();

    // Models write what they like, line breaks too.
    private static string Safe(string text) => LogText.Escape(text, 300);

    private static CallToolResult Failure(string message) => new() { IsError = true, Content = [new TextContentBlock { Text = message }] };
}
