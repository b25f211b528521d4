using System.Text;
using System.Text.Json;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Api;

/// <summary>A question that anybody may ask of the API, as <c>openapi.json</c> describes it.</summary>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Group">Search, Posts, Lists, Feeds, Operations.</param>
public sealed record ApiOperation(string Id, string Path, string Summary, string Group, IReadOnlyList<ApiOperation.Parameter> Parameters)
{
    /// <summary>Those without a key, in the order of the document.</summary>
    public static IReadOnlyList<ApiOperation> Public { get; } = Read();

    /// <summary>The address that asks it.</summary>
    /// <param name="valuesOf">What is given for a parameter; the empty ones are left out.</param>
    /// <returns>Null when one is missing that has to be there.</returns>
    public string? AddressFor(Func<string, IEnumerable<string?>> valuesOf)
    {
        var path = Path;
        var query = new StringBuilder();
        foreach (var parameter in Parameters)
        {
            var values = valuesOf(parameter.Name).OfType<string>().Where(value => value.Length > 0).ToList();
            if (values.Count == 0 && parameter.IsRequired)
            {
                return null;
            }

            if (parameter.IsInPath)
            {
                path = path.Replace($"{{{parameter.Name}}}", Uri.EscapeDataString(values[0]), StringComparison.Ordinal);
                continue;
            }

            foreach (var value in values)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(parameter.Name)).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return path + query;
    }

    private static List<ApiOperation> Read()
    {
        using var document = JsonDocument.Parse(EmbeddedFiles.Read("openapi.json"));
        var root = document.RootElement;
        var operations = new List<ApiOperation>();
        foreach (var path in root.GetProperty("paths").EnumerateObject())
        {
            if (path.Value.TryGetProperty("get", out var get) && !get.TryGetProperty("security", out _))
            {
                var parameters = get.TryGetProperty("parameters", out var list) ? list.EnumerateArray().Select(one => Parameter.Read(Resolve(root, one))) : [];
                operations.Add(new ApiOperation(
                    get.GetProperty("operationId").GetString()!, path.Name, get.GetProperty("summary").GetString()!, get.GetProperty("tags")[0].GetString()!, [.. parameters]));
            }
        }

        return operations;
    }

    private static JsonElement Resolve(JsonElement root, JsonElement element) => element.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!.Split('/').Skip(1).Aggregate(root, (at, name) => at.GetProperty(name))
        : element;

    /// <param name="Choices">All values that it may have; empty: others too.</param>
    /// <param name="Example">A value to begin with; null: none.</param>
    /// <param name="Default">What it is when it is not given; null: nothing.</param>
    public sealed record Parameter(
        string Name, string Description, bool IsInPath, bool IsRequired, bool IsNumber, IReadOnlyList<string> Choices, string? Example, string? Default)
    {
        public static Parameter Read(JsonElement parameter)
        {
            var schema = parameter.GetProperty("schema");
            var item = schema.TryGetProperty("items", out var items) ? items : schema;
            return new Parameter(
                parameter.GetProperty("name").GetString()!,
                Text(parameter, "description") ?? "",
                parameter.GetProperty("in").ValueEquals("path"),
                parameter.TryGetProperty("required", out var required) && required.GetBoolean(),
                item.GetProperty("type").ValueEquals("integer"),
                item.TryGetProperty("enum", out var choices) ? [.. choices.EnumerateArray().Select(choice => choice.GetString()!)] : [],
                Text(parameter, "example"),
                Text(schema, "default"));
        }

        private static string? Text(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Array ? value[0].ToString()
            : value.ToString();
    }
}
