using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Api;

/// <summary>The endpoints that change things. They exist only when the configuration has a key, and every use is written to the audit log.</summary>
internal sealed class AdminApi(
    IArchive archive, FeedChecker checker, LiveIndex live, SearchPlanetOptions options, ProblemWriter problems, TimeProvider time, ILogger<AdminApi> logger)
{
    private const int MaxBodyBytes = 64 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        if (options.Admin.Key is null)
        {
            return;
        }
        routes.MapPost("/api/v1/sources", Guarded(AddAsync));
        routes.MapDelete("/api/v1/sources/{id}", Guarded(RemoveAsync));
        routes.MapPost("/api/v1/sources/{id}/refresh", Guarded(RefreshAsync));
        routes.MapPost("/api/v1/sources/{id}/pause", Guarded(context => SetStateAsync(context, FeedState.Paused, "feed.pause")));
        routes.MapPost("/api/v1/sources/{id}/resume", Guarded(context => SetStateAsync(context, FeedState.Active, "feed.resume")));
        routes.MapPost("/api/v1/index/rebuild", Guarded(RebuildAsync));
    }

    private RequestDelegate Guarded(RequestDelegate handler) => context =>
    {
        if (IsKey(context.Request.Headers.Authorization.ToString()))
        {
            return handler(context);
        }
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return problems.WriteAsync(context, Problem.Unauthorized);
    };

    // Hashes are compared, so that neither the time nor a length tells how much of a guess was right.
    private bool IsKey(string header)
    {
        const string Scheme = "Bearer ";
        var given = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..] : "";
        Span<byte> left = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), left);
        SHA256.HashData(Encoding.UTF8.GetBytes(options.Admin.Key!), right);
        return CryptographicOperations.FixedTimeEquals(left, right);
    }

    private async Task AddAsync(HttpContext context)
    {
        if (await ReadBodyAsync(context) is not { } body)
        {
            return;
        }
        if (body.Planet is { } planet && options.Planets.All(known => known.Name != planet))
        {
            await problems.WriteAsync(context, Problem.InvalidBody, $"There is no planet {planet}." + NearestName.Hint(planet, options.Planets.Select(known => known.Name)));
            return;
        }
        var report = await checker.CheckAsync(new Uri(body.Url!), context.RequestAborted);
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
        await SendAsync(context, SourceAnswer.FeedHealth.Of(feed));
    }

    private async Task<AddSource?> ReadBodyAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            await problems.WriteAsync(context, Problem.UnsupportedMediaType);
            return null;
        }
        if (context.Request.ContentLength > MaxBodyBytes)
        {
            await problems.WriteAsync(context, Problem.TooLarge);
            return null;
        }
        string complaint;
        try
        {
            var body = await JsonSerializer.DeserializeAsync(context.Request.Body, ApiJson.Shared.AddSource, context.RequestAborted);
            if (body?.Url is { } url && MissingExplainer.IsAddress(url))
            {
                return body;
            }
            complaint = "url must be an http or https address.";
        }
        catch (JsonException malformed)
        {
            complaint = $"The body is no JSON object as documented (line {malformed.LineNumber + 1}).";
        }
        await problems.WriteAsync(context, Problem.InvalidBody, complaint);
        return null;
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
        await SendAsync(context, new AcceptedAnswer("accepted", "The feed is fetched as soon as a worker is free."));
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
        await SendAsync(context, SourceAnswer.FeedHealth.Of(feed));
    }

    private async Task RebuildAsync(HttpContext context)
    {
        live.RequestRebuild();
        await AuditAsync("index.rebuild", "index", null);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await SendAsync(context, new AcceptedAnswer("accepted", "The index is made anew from the archive; searches use the old one meanwhile. /readyz shows how far it is."));
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

    private static async Task SendAsync<T>(HttpContext context, T answer)
    {
        context.Response.ContentType = Answers.Json;
        context.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, typeof(T), ApiJson.Shared, context.RequestAborted);
    }
}
