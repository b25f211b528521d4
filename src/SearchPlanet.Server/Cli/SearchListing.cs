using System.Net;
using System.Text;
using SearchPlanet.Search;
using SearchPlanet.Search.Results;
using SearchPlanet.Server.Hosting;
using Spectre.Console;

namespace SearchPlanet.Server.Cli;

/// <summary>Results as a list for people, as wide as their terminal.</summary>
internal static class SearchListing
{
    private const int MaxSnippets = 2;
    private const int MaxTags = 6;

    public static void Show(SearchResponse response, IAnsiConsole console)
    {
        foreach (var note in response.Query.Notes)
        {
            console.MarkupLineInterpolated($"[grey]{note.Text}: {note.Message}[/]");
        }

        foreach (var hit in response.Hits)
        {
            Show(hit, console);
        }

        var shown = response.Hits.Count < response.Total ? $", {response.Hits.Count} shown" : "";
        console.MarkupLineInterpolated($"[grey]{response.Total} found{shown} in {response.Took.TotalMilliseconds:0.0} ms[/]");
        if (response.Query.DidYouMean is { } better)
        {
            console.MarkupLineInterpolated($"Did you mean [bold]{better.Query}[/]? ({better.Count})");
        }

        foreach (var wider in response.Query.Relaxed ?? [])
        {
            console.MarkupLineInterpolated($"[grey]{wider.Label} ({wider.Count}):[/] {wider.Query}");
        }
    }

    private static void Show(Hit hit, IAnsiConsole console)
    {
        console.MarkupLine("[bold]" + Marked(hit.TitleHtml) + "[/]");
        Indent(console, "[grey]" + Escaped(About(hit)) + "[/]");
        foreach (var snippet in hit.Snippets.Take(MaxSnippets))
        {
            Indent(console, Marked(snippet.Html));
        }

        if (hit.Snippets.Count == 0 && hit.Excerpt.Length > 0)
        {
            Indent(console, Escaped(hit.Excerpt));
        }
        // Past the layout, which would break it where the line ends: an address is for copying.
        var url = Printable(hit.Url ?? "id " + hit.Id);
        console.Profile.Out.Writer.WriteLine(console.Profile.Capabilities.ColorSystem == ColorSystem.NoColors ? $"  {url}" : $"  \e[34m{url}\e[0m");
        if (hit.Explanation is { } explanation)
        {
            console.WriteLine(explanation);
        }

        console.WriteLine();
    }

    private static string About(Hit hit) => string.Join(" · ", new[]
    {
        hit.Published is { } date ? $"{date:yyyy-MM-dd}" : "undated",
        string.Join(", ", hit.Authors),
        string.Join(", ", hit.Sources.Select(source => source.Title).Distinct().Except(hit.Authors)),
        string.Join(' ', hit.Tags.Take(MaxTags).Select(tag => "#" + tag)),
        hit.WrittenBefore is { } version ? $"written before {version}" : "",
    }.Where(part => part.Length > 0));

    // Lines that wrap stay under the title.
    private static void Indent(IAnsiConsole console, string markup) => console.Write(new Padder(new Markup(markup), new Padding(2, 0, 0, 0)));

    /// <summary>Our own highlighted HTML, which holds marks and escapes only, as terminal markup.</summary>
    private static string Marked(string html)
    {
        var markup = new StringBuilder(html.Length + 32);
        var isMarked = false;
        foreach (var part in html.Split(["<mark>", "</mark>"], StringSplitOptions.None))
        {
            var text = Escaped(WebUtility.HtmlDecode(part));
            markup.Append(isMarked ? $"[yellow]{text}[/]" : text);
            isMarked = !isMarked;
        }

        return markup.ToString();
    }

    private static string Escaped(string text) => Markup.Escape(Printable(text));

    private static string Printable(string text) => Terminal.Printable(text.ReplaceLineEndings(" "));
}
