using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Opml;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Api;

/// <summary>The endpoints that change things. They exist only when the configuration has a key, and every use is written to the audit log.</summary>
internal sealed class AdminApi(
    IArchive archive, Subscriptions subscriptions, FeedChecker checker, LiveIndex live, AccessKeys keys, SearchPlanetOptions options, ProblemWriter problems, TimeProvider time, ILogger<AdminApi> logger)
{
    private const int MaxOpmlBytes = 1024 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        if (options.Admin.Key is null)
        {
            return;
        }

        routes.MapPost("/api/v1/sources", keys.ForOperator(AddAsync));
        routes.MapDelete("/api/v1/sources/{id}", keys.ForOperator(RemoveAsync));
        routes.MapPost("/api/v1/sources/{id}/refresh", keys.ForOperator(RefreshAsync));
        routes.MapPost("/api/v1/sources/{id}/pause", keys.ForOperator(context => SetStateAsync(context, FeedState.Paused, "feed.pause")));
        routes.MapPost("/api/v1/sources/{id}/resume", keys.ForOperator(context => SetStateAsync(context, FeedState.Active, "feed.resume")));
        routes.MapPost("/api/v1/sources/import", keys.ForOperator(ImportAsync));
        routes.MapDelete("/api/v1/posts/{id}", keys.ForOperator(RemovePostAsync));
        routes.MapRead("/api/v1/audit", keys.ForOperator(AuditLogAsync));
        routes.MapPost("/api/v1/index/rebuild", keys.ForOperator(RebuildAsync));
    }

    private async Task AddAsync(HttpContext context)
    {
        if (await JsonBody.ReadAsync(context, ApiJson.Shared.AddSource, problems) is not { } body)
        {
            return;
        }

        if (body.Url is not { } url || !MissingExplainer.IsAddress(url))
        {
            await problems.WriteAsync(context, Problem.InvalidBody, "url must be an http or https address.");
            return;
        }

        if (body.Planet is { } planet && options.Planets.All(known => known.Name != planet))
        {
            await problems.WriteAsync(context, Problem.InvalidBody, $"There is no planet {planet}." + NearestName.Hint(planet, options.Planets.Select(known => known.Name)));
            return;
        }

        var report = await checker.CheckAsync(new Uri(url), context.RequestAborted);
        if (SourceFeeds.Subscribe(report) is not { } feed)
        {
            await problems.WriteAsync(context, Problem.FeedUnreachable, report.Findings.Count > 0 ? report.Findings[0].Message : null);
            return;
        }

        feed = feed with { Planet = body.Planet };
        if (!body.Preview)
        {
            feed = await archive.AddFeedAsync(feed, context.RequestAborted);
            await AuditAsync("feed.add", feed.Url, body.Planet);
        }

        context.Response.StatusCode = body.Preview ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        context.Response.Headers.Location = $"/api/v1/sources/{Uri.EscapeDataString(feed.Id)}";
        await JsonBody.SendAsync(context, SourceAnswer.FeedHealth.Of(feed), ApiJson.Shared.FeedHealth);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } feed)
        {
            return;
        }

        await archive.RemoveFeedAsync(feed.Id, context.RequestAborted);
        await AuditAsync("feed.remove", feed.Url, null);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task RefreshAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } feed)
        {
            return;
        }

        await archive.SaveFeedAsync(feed with { State = FeedState.Active, NextCheck = time.GetUtcNow() }, context.RequestAborted);
        await AuditAsync("feed.refresh", feed.Url, null);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await JsonBody.SendAsync(context, new AcceptedAnswer("accepted", "The feed is fetched as soon as a worker is free."), ApiJson.Shared.AcceptedAnswer);
    }

    private async Task SetStateAsync(HttpContext context, FeedState state, string action)
    {
        if (await FindAsync(context) is not { } feed)
        {
            return;
        }

        feed = feed with { State = state, NextCheck = time.GetUtcNow() };
        await archive.SaveFeedAsync(feed, context.RequestAborted);
        await AuditAsync(action, feed.Url, null);
        await JsonBody.SendAsync(context, SourceAnswer.FeedHealth.Of(feed), ApiJson.Shared.FeedHealth);
    }

    /// <summary>Subscribes to what an OPML list names, each feed in the planet of its folder or the one that the parameter names.</summary>
    private async Task ImportAsync(HttpContext context)
    {
        var reader = new ParameterReader(context.Request.Query);
        var planet = reader.Choice("planet", [.. options.Planets.Select(known => known.Name)]);
        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }

        if (await JsonBody.ReadBytesAsync(context, MaxOpmlBytes) is not { } bytes)
        {
            await problems.WriteAsync(context, Problem.TooLarge);
            return;
        }

        if (OpmlReader.Read(bytes, FeedContext.None) is not { } list)
        {
            await problems.WriteAsync(context, Problem.InvalidBody, "The body is no OPML document.");
            return;
        }

        var feeds = list.Subscriptions.Where(listed => MissingExplainer.IsAddress(listed.FeedAddress)).Select(listed => new FeedRecord
        {
            Id = FeedRecord.IdOf(listed.FeedAddress),
            Url = listed.FeedAddress,
            Title = listed.Title,
            SiteUrl = listed.PageAddress,
            Planet = planet ?? listed.Folders.FirstOrDefault(folder => options.Planets.Any(known => known.Name == folder)),
        }).ToList();
        var added = await subscriptions.AddAsync(feeds, context.RequestAborted);
        await AuditAsync("feed.import", $"{added} of {feeds.Count} feeds", planet);
        await JsonBody.SendAsync(context, new ImportAnswer(feeds.Count, added), ApiJson.Shared.ImportAnswer);
    }

    /// <summary>Takes a post out for good; indexes follow as with any change.</summary>
    private async Task RemovePostAsync(HttpContext context)
    {
        var id = context.Route("id");
        if (!await archive.RemovePostAsync(id, context.RequestAborted))
        {
            await problems.WriteAsync(context, Problem.NotFound, "There is no post with this id.");
            return;
        }

        await AuditAsync("post.remove", id, null);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task AuditLogAsync(HttpContext context)
    {
        var reader = new ParameterReader(context.Request.Query);
        var limit = reader.Number("limit", 100, 1, 1000);
        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }

        var entries = await archive.ReadAuditAsync(limit, context.RequestAborted);
        await JsonBody.SendAsync(context, new AuditAnswer([.. entries.Select(AuditAnswer.Change.Of)]), ApiJson.Shared.AuditAnswer);
    }

    private async Task RebuildAsync(HttpContext context)
    {
        live.RequestRebuild();
        await AuditAsync("index.rebuild", "index", null);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await JsonBody.SendAsync(context, new AcceptedAnswer("accepted", "The index is made anew from the archive; searches use the old one meanwhile. /readyz shows how far it is."), ApiJson.Shared.AcceptedAnswer);
    }

    private async Task<FeedRecord?> FindAsync(HttpContext context)
    {
        var id = context.Route("id");
        var feeds = await archive.ListFeedsAsync(context.RequestAborted);
        var feed = feeds.FirstOrDefault(candidate => candidate.Id == id || candidate.Url == id) ?? feeds.FirstOrDefault(candidate => SourceFeeds.SourceOf(candidate) == id);
        if (feed is null)
        {
            await problems.WriteAsync(context, Problem.NotFound, "There is no such source or feed.");
        }

        return feed;
    }

    private async Task AuditAsync(string action, string subject, string? detail)
    {
        logger.LogInformation("Admin {Action} on {Subject}", action, subject);
        await archive.WriteAuditAsync(new AuditEntry(time.GetUtcNow(), "admin-api", action, subject, detail), CancellationToken.None);
    }
}
