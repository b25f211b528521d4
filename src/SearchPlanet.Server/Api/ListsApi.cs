using SearchPlanet.Archive;
using SearchPlanet.Search;
using SearchPlanet.Search.Results;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Api;

/// <summary>Everything there is of a kind: tags, authors, planets, and sources with their health.</summary>
internal sealed class ListsApi(SearchGate gate, IArchive archive, SearchPlanetOptions options, Answers answers, ProblemWriter problems)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/v1/tags", context => ListAsync(context, "tags", searcher => searcher.Tags(), _ => null));
        routes.MapRead("/api/v1/authors", context => ListAsync(context, "authors", searcher => searcher.Authors(), _ => null));
        routes.MapRead("/api/v1/planets", context => ListAsync(context, "planets", Planets, PlanetUrl));
        routes.MapRead("/api/v1/sources", SourcesAsync);
        routes.MapRead("/api/v1/sources/{**id}", SourceAsync);
    }

    private async Task ListAsync(
        HttpContext context, string name, Func<PostSearcher, IReadOnlyList<ListEntry>> list, Func<ListEntry, string?> url)
    {
        if (await ReadPageAsync(context) is not { } page)
        {
            return;
        }

        await answers.SendAsync(context, $"/api/v1/{name}?{page}", Answers.Json, async () =>
        {
            var (all, version) = await gate.RunAsync((searcher, _) => (list(searcher), searcher.IndexVersion), context.RequestAborted);
            var matching = Matching(all, page.Prefix);
            var values = matching.Skip(page.Offset).Take(page.Limit).Select(entry => ListAnswer.Entry.Of(entry, url(entry)));
            return ApiJson.Bytes(
                new ListAnswer(matching.Count, [.. values], page.NextUrl($"/api/v1/{name}", matching.Count), version), ApiJson.Default.ListAnswer);
        });
    }

    private async Task SourcesAsync(HttpContext context)
    {
        if (await ReadPageAsync(context) is not { } page)
        {
            return;
        }

        var feeds = (await archive.ListFeedsAsync(context.RequestAborted)).ToLookup(SourceFeeds.SourceOf);
        var (all, version) = await gate.RunAsync((searcher, _) => (searcher.Sources(), searcher.IndexVersion), context.RequestAborted);
        var matching = Matching(all, page.Prefix);
        var values = matching.Skip(page.Offset).Take(page.Limit).Select(entry => SourceAnswer.Of(entry, feeds[entry.Value]));
        var answer = new SourcesAnswer(matching.Count, [.. values], page.NextUrl("/api/v1/sources", matching.Count), version);
        await Answers.SendHashedAsync(context, Answers.Json, ApiJson.Bytes(answer, ApiJson.Default.SourcesAnswer));
    }

    private async Task SourceAsync(HttpContext context)
    {
        var id = context.Route("id");
        var entry = await gate.RunAsync((searcher, _) => searcher.Sources().FirstOrDefault(source => source.Value == id), context.RequestAborted);
        var feeds = (await archive.ListFeedsAsync(context.RequestAborted)).Where(feed => feed.Id == id || SourceFeeds.SourceOf(feed) == id).ToList();
        if (entry is null && feeds.Count == 0)
        {
            await problems.WriteAsync(context, Problem.NotFound, "There is no source with this id.");
            return;
        }

        entry ??= new ListEntry(id, feeds[0].Title ?? id, 0, null);
        var body = ApiJson.Bytes(SourceAnswer.Of(entry, feeds), ApiJson.Default.SourceAnswer);
        await Answers.SendHashedAsync(context, Answers.Json, body);
    }

    private List<ListEntry> Planets(PostSearcher searcher)
    {
        var indexed = searcher.Planets();
        // A planet without posts yet is a planet all the same.
        var empty = options.Planets.Where(planet => indexed.All(entry => entry.Value != planet.Name));
        return
        [
            .. indexed.Select(entry => entry with { Label = options.Planets.FirstOrDefault(planet => planet.Name == entry.Value)?.Title ?? entry.Label }),
            .. empty.Select(planet => new ListEntry(planet.Name, planet.Title ?? planet.Name, 0, null)),
        ];
    }

    private string? PlanetUrl(ListEntry entry) => options.Planets.FirstOrDefault(planet => planet.Name == entry.Value)?.Url;

    /// <summary>Those of whose label or value a word begins so, in their order; all of them where nothing is given.</summary>
    public static List<ListEntry> Matching(IReadOnlyList<ListEntry> all, string? prefix) =>
        string.IsNullOrEmpty(prefix) ? [.. all] : [.. all.Where(entry => StartsAnyWord(entry.Label, prefix) || StartsAnyWord(entry.Value, prefix))];

    private static bool StartsAnyWord(string text, string prefix)
    {
        for (var at = text.IndexOf(prefix, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(prefix, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<ListPage?> ReadPageAsync(HttpContext context)
    {
        var reader = new ParameterReader(context.Request.Query);
        var page = new ListPage(reader.Text("prefix", 64), reader.Number("limit", 100, 1, 1000), reader.Number("offset", 0, 0, 1_000_000));
        if (reader.Finish() is not { Count: > 0 } errors)
        {
            return page;
        }

        await problems.WriteAsync(context, errors);
        return null;
    }

    private sealed record ListPage(string? Prefix, int Limit, int Offset)
    {
        public string? NextUrl(string path, int total) => Offset + Limit >= total
            ? null
            : $"{path}?{(Prefix is null ? "" : $"prefix={Uri.EscapeDataString(Prefix)}&")}limit={Limit}&offset={Offset + Limit}";

        public override string ToString() => $"{Prefix}&{Limit}&{Offset}";
    }
}
