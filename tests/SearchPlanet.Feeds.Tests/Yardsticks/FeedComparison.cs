using System.Text.Json;
using AngleSharp.Html.Parser;

namespace SearchPlanet.Feeds.Tests.Yardsticks;

/// <summary>Compares single values and notes what differs.</summary>
internal sealed class FeedComparison(List<string> differences)
{
    private readonly HtmlParser _html = new();

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text ? text : null;

    public static IEnumerable<JsonElement> List(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray() : [];

    public void Same(string field, string? expected, string? actual)
    {
        if ((expected ?? "").Trim() != (actual ?? "").Trim())
        {
            differences.Add($"{field}: expected {expected ?? "nothing"}, got {actual ?? "nothing"}");
        }
    }

    /// <summary>Ours is plain text, theirs may be HTML.</summary>
    public void SameLine(string field, string? expected, string? actual)
    {
        if (Plain(expected) != Plain(actual) && Plain(Plain(expected)) != Plain(actual))
        {
            Same(field, expected, actual);
        }
    }

    /// <summary>Equal as HTML documents.</summary>
    public void SameHtml(string field, string? expected, string? actual)
    {
        if (Body(expected) != Body(actual))
        {
            Same(field, expected, actual);
        }
    }

    public void SameDate(string field, string? expected, DateTimeOffset? actual)
    {
        var instant = expected is null ? null : DateTimeOffset.Parse(expected, null).ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss");
        Same(field, instant, actual?.ToString("yyyy-MM-ddTHH:mm:ss"));
    }

    public void SameList(string field, IEnumerable<string?> expected, IEnumerable<string?> actual) =>
        Same(field, string.Join(" | ", expected.Select(text => Plain(Plain(text)))), string.Join(" | ", actual.Select(Plain)));

    public void SamePersons(string field, IEnumerable<JsonElement> expected, IEnumerable<FeedPerson> actual) => SameList(
        field,
        expected.Select(person => $"{Text(person, "name")}/{Text(person, "email")}"),
        actual.Select(person => $"{person.Name}/{person.Email}"));

    private string Plain(string? text) => text is null ? "" : string.Join(' ', (_html.ParseDocument(text).Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private string Body(string? html) => html is null ? "" : string.Join(' ', (_html.ParseDocument(html.Trim()).Body?.InnerHtml ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
