using System.Data.Common;
using Microsoft.AspNetCore.Components;
using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Search;
using SearchPlanet.Search.Results;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Pages;

/// <summary>The site: every page, its address, and what it shows.</summary>
internal sealed class SitePages(
    SearchGate gate, LiveIndex live, IArchive archive, MissingExplainer explainer, SearchPlanetOptions options, PageRenderer pages, ErrorPages errors)
{
    private const int RiverLength = 60;
    private const int ClosestLength = 5;
    private const int ListLength = 500;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/", HomeAsync);
        routes.MapRead("/search", SearchAsync);
        routes.MapRead("/posts/{id}", PostAsync);
        routes.MapRead("/tags/{value}", context => CollectionAsync(context, "tag"));
        routes.MapRead("/authors/{value}", context => CollectionAsync(context, "author"));
        routes.MapRead("/sources/{**value}", context => CollectionAsync(context, "source"));
        routes.MapRead("/planets/{value}", context => CollectionAsync(context, "planet"));
        routes.MapRead("/tags", context => ListAsync(context, "tag", "Tags", searcher => searcher.Tags()));
        routes.MapRead("/authors", context => ListAsync(context, "author", "Authors", searcher => searcher.Authors()));
        routes.MapRead("/sources", context => ListAsync(context, "source", "Blogs", searcher => searcher.Sources()));
        routes.MapRead("/missing", MissingAsync);
        routes.MapRead("/help/query", context => FixedAsync<HelpPage>(context, "/help/query"));
        routes.MapRead("/about", context => FixedAsync<AboutPage>(context, "/about"));
        routes.MapRead("/status", StatusAsync);
    }

    private Task FixedAsync<TPage>(HttpContext context, string address) where TPage : IComponent =>
        pages.SendAsync<TPage>(context, address, () => Task.FromResult(new Dictionary<string, object?>()));

    private Task HomeAsync(HttpContext context) => pages.SendAsync<HomePage>(context, "/", () => gate.RunAsync((searcher, budget, _) =>
    {
        var request = new SearchRequest { Sort = SortOrder.Newest, Limit = RiverLength, Highlight = false, Facets = ["kind"] };
        var river = FoundInTime(searcher.Search(request, budget, context.RequestAborted));
        var tags = RecentTags(searcher, river, budget, context.RequestAborted);
        return new Dictionary<string, object?>
        {
            // What a newsletter lists is found by searching; in the river the newsletter stands for it.
            [nameof(HomePage.Hits)] = river.Hits.Where(hit => hit.PartOf is null).ToList(),
            [nameof(HomePage.IsPartial)] = budget.IsCancellationRequested,
            [nameof(HomePage.Count)] = river.Total,
            [nameof(HomePage.Links)] = river.Facets["kind"].Values.FirstOrDefault(kind => kind.Value == "link")?.Count ?? 0,
            [nameof(HomePage.Sources)] = searcher.Sources().Count,
            [nameof(HomePage.Planets)] = searcher.Planets().Select(Named).ToList(),
            [nameof(HomePage.Tags)] = tags,
            [nameof(HomePage.Older)] = river.NextCursor is { } cursor
                ? SearchAddress.Of("/search", request with { Cursor = cursor, Highlight = true, Facets = SearchDimensions.DefaultFacets })
                : null,
        };
    }, context.RequestAborted));

    // Of the month up to the newest post, so that a quiet planet has tags of the week too.
    private static IReadOnlyList<FacetValue> RecentTags(
        PostSearcher searcher, SearchResponse river, CancellationToken budget, CancellationToken cancellationToken)
    {
        if (river.Hits.Count == 0 || river.Hits[0].Published is not { } newest)
        {
            return [];
        }

        var since = DateOnly.FromDateTime(newest.UtcDateTime).AddDays(-30);
        var recent = searcher.Search(new SearchRequest { After = since, Limit = 1, Highlight = false, Facets = ["tag"], FacetSize = 18 }, budget, cancellationToken);
        return recent.Facets.TryGetValue("tag", out var tags) ? tags.Values : [];
    }

    private Task SearchAsync(HttpContext context)
    {
        var request = SearchParameters.ReadForgiving(context.Request.Query);
        return pages.SendAsync<SearchPage>(context, SearchAddress.Of("/search", request), async () =>
        {
            var (response, closest) = await gate.RunAsync(
                (searcher, budget, _) =>
                {
                    var found = FoundInTime(SearchOrRestart(searcher, request, budget, context.RequestAborted));
                    return (found, Closest(searcher, found, budget, context.RequestAborted));
                },
                context.RequestAborted);
            return new()
            {
                [nameof(SearchPage.Request)] = request,
                [nameof(SearchPage.Response)] = response,
                [nameof(SearchPage.Closest)] = closest,
                [nameof(SearchPage.IsPartial)] = response.IsPartial || closest is { Found.IsPartial: true },
            };
        });
    }

    /// <summary>Something is better than nothing, where it is said what it is.</summary>
    private static (string Label, SearchResponse Found)? Closest(PostSearcher searcher, SearchResponse found, CancellationToken budget, CancellationToken cancellationToken) =>
        found is { Total: 0, Query.Relaxed: [var nearest, ..] }
            ? (nearest.Label, searcher.Search(new SearchRequest { Query = nearest.Query, Limit = ClosestLength }, budget, cancellationToken))
            : null;

    /// <summary>A part of what there is, is worth a page; of nothing it could not be said whether there is nothing.</summary>
    /// <exception cref="TimeoutException">The time was over before anything was found.</exception>
    private static SearchResponse FoundInTime(SearchResponse response) => response is { IsPartial: true, Hits.Count: 0 }
        ? throw new TimeoutException("The time was over before anything was found.")
        : response;

    // A link to the second page of last week still leads somewhere: to the first page of today.
    private static SearchResponse SearchOrRestart(PostSearcher searcher, SearchRequest request, CancellationToken budget, CancellationToken cancellationToken)
    {
        try
        {
            return searcher.Search(request, budget, cancellationToken);
        }
        catch (StaleCursorException)
        {
            return searcher.Search(request with { Cursor = null }, budget, cancellationToken);
        }
    }

    private async Task PostAsync(HttpContext context)
    {
        var id = context.Route("id");
        var post = await archive.GetPostAsync(id, context.RequestAborted);
        var hit = post is null ? null : await gate.RunAsync((searcher, _) => searcher.Get(id), context.RequestAborted);
        if (hit is null)
        {
            await errors.SendAsync(context, Problem.NotFound, "There is no post here, or it was taken out.");
            return;
        }

        await pages.SendAsync<PostPage>(context, $"/posts/{id}", async () =>
        {
            var linking = await InTimeAsync((searcher, token) => searcher.LinksTo(id, 10, token), context.RequestAborted);
            var similar = await InTimeAsync((searcher, token) => searcher.Similar(id, 6, token), context.RequestAborted);
            return new()
            {
                [nameof(PostPage.Hit)] = hit,
                [nameof(PostPage.Post)] = post,
                [nameof(PostPage.Content)] = PostContentReader.Read(post!),
                [nameof(PostPage.Linking)] = linking,
                [nameof(PostPage.Similar)] = similar ?? [],
                [nameof(PostPage.IsPartial)] = linking is null || similar is null,
            };
        });
    }

    /// <summary>What a page can do without; null when there was no time for it.</summary>
    private async Task<T?> InTimeAsync<T>(Func<PostSearcher, CancellationToken, T> work, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await gate.RunAsync(work, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OverloadedException)
        {
            return null;
        }
    }

    private async Task CollectionAsync(HttpContext context, string dimension)
    {
        var value = context.Route("value");
        var request = new SearchRequest
        {
            Sort = SortOrder.Newest,
            Limit = 50,
            Filters = new Dictionary<string, FieldFilter> { [dimension] = new([value], []) },
            Facets = ["tag", "year"],
            FacetSize = 30,
            Highlight = false,
        };
        var response = await gate.RunAsync(
            (searcher, budget, _) => FoundInTime(searcher.Search(request, budget, context.RequestAborted)), context.RequestAborted);
        var feeds = await FeedsOfAsync(dimension, value, context.RequestAborted);
        var planet = dimension == "planet" ? options.Planets.FirstOrDefault(known => known.Name == value) : null;
        if (response.Total == 0 && feeds.Count == 0 && planet is null)
        {
            await errors.SendAsync(context, Problem.NotFound, $"There are no posts of {SearchDimensions.NameOf(dimension)} {value}.");
            return;
        }

        await pages.SendAsync<CollectionPage>(context, new Dictionary<string, object?>
        {
            [nameof(CollectionPage.Dimension)] = dimension,
            [nameof(CollectionPage.Value)] = value,
            [nameof(CollectionPage.Label)] = planet?.Title ?? LabelOf(dimension, value, response) ?? feeds.FirstOrDefault()?.Title ?? value,
            [nameof(CollectionPage.Request)] = request with { Limit = 20, FacetSize = 10, Highlight = true, Facets = SearchDimensions.DefaultFacets },
            [nameof(CollectionPage.Response)] = response,
            [nameof(CollectionPage.IsPartial)] = response.IsPartial,
            [nameof(CollectionPage.Feeds)] = feeds,
            [nameof(CollectionPage.HomeUrl)] = planet?.Url ?? feeds.FirstOrDefault()?.SiteUrl,
        });
    }

    /// <summary>The feeds that a blog, or a planet, is read by.</summary>
    private async Task<List<FeedRecord>> FeedsOfAsync(string dimension, string value, CancellationToken cancellationToken) => dimension switch
    {
        "source" => [.. (await archive.ListFeedsAsync(cancellationToken)).Where(feed => !feed.IsPlanet && SourceFeeds.SourceOf(feed) == value)],
        "planet" => [.. (await archive.ListFeedsAsync(cancellationToken)).Where(feed => feed.Planet == value).OrderByDescending(feed => feed.IsPlanet)],
        _ => [],
    };

    private static string? LabelOf(string dimension, string value, SearchResponse response) => dimension == "source"
        ? response.Hits.SelectMany(hit => hit.Sources).FirstOrDefault(source => source.Id == value)?.Title
        : null;

    private Task ListAsync(HttpContext context, string kind, string title, Func<PostSearcher, IReadOnlyList<ListEntry>> list)
    {
        var prefix = context.Request.Query["prefix"].ToString().Trim();
        prefix = prefix.Length > 64 ? prefix[..64] : prefix;
        return pages.SendAsync<ListPage>(context, $"/{kind}s?prefix={prefix}", () => gate.RunAsync((searcher, _) =>
        {
            var entries = ListsApi.Matching(list(searcher), prefix);
            return new Dictionary<string, object?>
            {
                [nameof(ListPage.Kind)] = kind,
                [nameof(ListPage.Title)] = title,
                [nameof(ListPage.Prefix)] = prefix,
                [nameof(ListPage.Total)] = entries.Count,
                [nameof(ListPage.Entries)] = entries.Take(ListLength).ToList(),
            };
        }, context.RequestAborted));
    }

    private async Task MissingAsync(HttpContext context)
    {
        var url = context.Request.Query["url"].ToString().Trim();
        url = url.Length > 2048 ? url[..2048] : url;
        var isAddress = MissingExplainer.IsAddress(url);
        await pages.SendAsync<MissingPage>(context, new Dictionary<string, object?>
        {
            [nameof(MissingPage.Url)] = url,
            [nameof(MissingPage.Error)] = url.Length == 0 || isAddress ? null : "This is no web address. It must begin with http:// or https://.",
            [nameof(MissingPage.Answer)] = isAddress ? await explainer.ExplainAsync(url, context.RequestAborted) : null,
        });
    }

    private async Task StatusAsync(HttpContext context)
    {
        var (archived, feeds) = await ReadArchiveAsync(context.RequestAborted);
        var shown = new Dictionary<string, object?>
        {
            [nameof(StatusPage.Summary)] = live.Trouble ?? (archived is null ? "The archive cannot be read at the moment." : live.IsReady ? ReadySummary : "Starting."),
            [nameof(StatusPage.Indexer)] = live.Phase switch
            {
                IndexerPhase.Following => "following the archive",
                IndexerPhase.CatchingUp => $"catching up, {live.Behind:N0} changes to go",
                IndexerPhase.Rebuilding => $"making the index anew, {live.Behind:N0} changes to go; searches use the old one meanwhile",
                IndexerPhase.Reading => "another process writes the index",
                IndexerPhase.WaitingForArchive => "waiting for the archive",
                _ => "starting",
            },
            [nameof(StatusPage.Indexed)] = live.Searcher.Count,
            [nameof(StatusPage.Segments)] = live.Searcher.SegmentCount,
            [nameof(StatusPage.Archived)] = archived,
            [nameof(StatusPage.Feeds)] = feeds,
        };
        // Who looks again wants to know how it is now.
        await pages.SendAsync<StatusPage>(context, shown, maxAgeSeconds: 0);
    }

    private string ReadySummary => live.Phase is IndexerPhase.CatchingUp or IndexerPhase.Rebuilding
        ? "Searches are answered; new posts take a while to be found."
        : "Everything is up to date.";

    // This page is for when something is wrong: it shows what there is to show.
    private async Task<(long? Posts, IReadOnlyList<FeedRecord> Feeds)> ReadArchiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await archive.CountPostsAsync(cancellationToken), await archive.ListFeedsAsync(cancellationToken));
        }
        catch (Exception failure) when (failure is DbException or TimeoutException)
        {
            return (null, []);
        }
    }

    private ListEntry Named(ListEntry planet) =>
        planet with { Label = options.Planets.FirstOrDefault(known => known.Name == planet.Value)?.Title ?? planet.Label };
}
