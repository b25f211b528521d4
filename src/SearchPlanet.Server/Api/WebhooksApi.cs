using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Api;

/// <summary>Standing queries over HTTP. A user sees only their own; the operator sees all.</summary>
internal sealed class WebhooksApi(
    IArchive archive, AccessKeys keys, SearchPlanetOptions options, ProblemWriter problems, TimeProvider time, ILogger<WebhooksApi> logger)
{
    private const int DeliveriesShown = 50;
    private readonly AddressGuard _guard = new(options.Ingestion);

    public void Map(IEndpointRouteBuilder routes)
    {
        if (!keys.Any)
        {
            return;
        }

        routes.MapRead("/api/v1/webhooks", keys.ForAny(ListAsync));
        routes.MapPost("/api/v1/webhooks", keys.ForAny(AddAsync));
        routes.MapRead("/api/v1/webhooks/{id}", keys.ForAny(ShowAsync));
        routes.MapDelete("/api/v1/webhooks/{id}", keys.ForAny(RemoveAsync));
        routes.MapPost("/api/v1/webhooks/{id}/resume", keys.ForAny(ResumeAsync));
    }

    private async Task ListAsync(HttpContext context, string owner)
    {
        var webhooks = await OwnAsync(owner, context.RequestAborted);
        await JsonBody.SendAsync(context, new WebhooksAnswer([.. webhooks.Select(WebhookAnswer.Of)]), ApiJson.Shared.WebhooksAnswer);
    }

    private async Task AddAsync(HttpContext context, string owner)
    {
        if (await JsonBody.ReadAsync(context, ApiJson.Shared.AddWebhook, problems) is not { } body)
        {
            return;
        }

        var complaint = WebhookRules.Complaint(body.Query, body.Url, _guard);
        if (complaint is null && owner != AccessKeys.Operator && (await OwnAsync(owner, context.RequestAborted)).Count >= options.Webhooks.MaxPerUser)
        {
            complaint = $"At most {options.Webhooks.MaxPerUser} webhooks for one user; remove another first.";
        }

        if (complaint is not null)
        {
            await problems.WriteAsync(context, Problem.InvalidBody, complaint);
            return;
        }

        var webhook = Webhook.Create(owner, body.Url!, body.Query!, await archive.GetLastSequenceAsync(context.RequestAborted), time.GetUtcNow());
        await archive.AddWebhookAsync(webhook, context.RequestAborted);
        await AuditAsync("webhook.add", webhook, owner);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"/api/v1/webhooks/{webhook.Id}";
        await JsonBody.SendAsync(context, WebhookAnswer.Of(webhook) with { Secret = webhook.Secret }, ApiJson.Shared.WebhookAnswer);
    }

    private async Task ShowAsync(HttpContext context, string owner)
    {
        if (await FindAsync(context, owner) is not { } webhook)
        {
            return;
        }

        var deliveries = await archive.ListDeliveriesAsync(webhook.Id, DeliveriesShown, context.RequestAborted);
        var answer = WebhookAnswer.Of(webhook) with { Deliveries = [.. deliveries.Select(WebhookAnswer.Delivery.Of)] };
        await JsonBody.SendAsync(context, answer, ApiJson.Shared.WebhookAnswer);
    }

    private async Task RemoveAsync(HttpContext context, string owner)
    {
        if (await FindAsync(context, owner) is not { } webhook)
        {
            return;
        }

        await archive.RemoveWebhookAsync(webhook.Id, context.RequestAborted);
        await AuditAsync("webhook.remove", webhook, owner);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ResumeAsync(HttpContext context, string owner)
    {
        if (await FindAsync(context, owner) is not { } webhook)
        {
            return;
        }

        await archive.ResumeWebhookAsync(webhook.Id, time.GetUtcNow(), context.RequestAborted);
        await AuditAsync("webhook.resume", webhook, owner);
        await JsonBody.SendAsync(
            context, WebhookAnswer.Of(webhook with { State = WebhookState.Active, Failures = 0, LastError = null }), ApiJson.Shared.WebhookAnswer);
    }

    private async Task<IReadOnlyList<Webhook>> OwnAsync(string owner, CancellationToken cancellationToken) =>
        [.. (await archive.ListWebhooksAsync(cancellationToken)).Where(webhook => owner == AccessKeys.Operator || webhook.Owner == owner)];

    private async Task<Webhook?> FindAsync(HttpContext context, string owner)
    {
        var id = context.Route("id");
        var webhook = (await OwnAsync(owner, context.RequestAborted)).FirstOrDefault(candidate => candidate.Id == id);
        if (webhook is null)
        {
            await problems.WriteAsync(context, Problem.NotFound, "There is no such webhook.");
        }

        return webhook;
    }

    private async Task AuditAsync(string action, Webhook webhook, string owner)
    {
        logger.LogInformation("{Owner} {Action} on {Subject}", owner, action, webhook.Id);
        await archive.WriteAuditAsync(new AuditEntry(time.GetUtcNow(), "api:" + owner, action, webhook.Id, webhook.Query), CancellationToken.None);
    }
}
