using System.CommandLine;
using System.Text.Json;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Api.Contracts;

namespace SearchPlanet.Server.Cli;

/// <summary><c>webhooks</c>: standing queries. A running server takes up changes by itself.</summary>
internal static class WebhooksCommand
{
    private const int DeliveriesShown = 20;

    public static Command Create() => new("webhooks", "Standing queries: each new post that matches one is posted to an address.")
    {
        Add(), List(), Show(), Remove(), Resume(),
    };

    private static Command Add()
    {
        var query = new Argument<string>("QUERY") { Description = "What new posts have to match, in the query language." };
        var url = new Argument<string>("URL") { Description = "Where to post." };
        var command = new Command("add", "Register a standing query; prints the secret that signs its deliveries, once.") { query, url };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var (text, address) = (parse.GetRequiredValue(query), parse.GetRequiredValue(url));
            if (WebhookRules.Complaint(text, address, new AddressGuard(session.Options.Ingestion)) is { } complaint)
            {
                throw new UsageException(complaint);
            }

            var archive = await session.OpenArchiveAsync(token);
            var webhook = Webhook.Create(AccessKeys.Operator, address, text, await archive.GetLastSequenceAsync(token), TimeProvider.System.GetUtcNow());
            await archive.AddWebhookAsync(webhook, token);
            await session.AuditAsync("webhook.add", webhook.Id, text, token);
            if (session.Json)
            {
                Write(WebhookAnswer.Of(webhook) with { Secret = webhook.Secret });
            }
            else
            {
                Console.WriteLine($"id      {webhook.Id}");
                Console.WriteLine($"secret  {webhook.Secret}");
            }

            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet webhooks add 'django tag:security' https://example.org/hook");
    }

    private static Command List()
    {
        var command = new Command("list", "List the standing queries and how their addresses answer.");
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var webhooks = await (await session.OpenArchiveAsync(token)).ListWebhooksAsync(token);
            if (session.Json)
            {
                webhooks.ToList().ForEach(webhook => Write(WebhookAnswer.Of(webhook)));
                return CommandLine.Done;
            }

            var table = new ResultTable("id", "owner", "state", "last delivery", "query", "address", "trouble");
            foreach (var webhook in webhooks)
            {
                table.Add(
                    webhook.Id, webhook.Owner, webhook.State.ToString().ToLowerInvariant(), $"{webhook.LastDelivery:yyyy-MM-dd HH:mm}", webhook.Query,
                    webhook.Url, webhook.LastError);
            }

            Session.Show(table, "There are no standing queries. Add one with: searchplanet webhooks add QUERY URL");
            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet webhooks list", "searchplanet webhooks list --json | jq -r 'select(.state == \"dead\") | .id'");
    }

    private static Command Show()
    {
        var id = Id();
        var command = new Command("show", "Show a standing query with its last deliveries.") { id };
        command.SetAction((parse, token) => WithAsync(parse, parse.GetRequiredValue(id), async (session, archive, webhook) =>
        {
            var deliveries = await archive.ListDeliveriesAsync(webhook.Id, DeliveriesShown, token);
            if (session.Json)
            {
                Write(WebhookAnswer.Of(webhook) with { Deliveries = [.. deliveries.Select(WebhookAnswer.Delivery.Of)] });
                return;
            }

            Session.Say($"query    {webhook.Query}");
            Session.Say($"address  {webhook.Url}");
            Session.Say($"state    {webhook.State.ToString().ToLowerInvariant()} {webhook.LastError}".TrimEnd());
            foreach (var delivery in deliveries)
            {
                Session.Say($"{delivery.Changed:yyyy-MM-dd HH:mm}  {delivery.State.ToString().ToLowerInvariant(),-9}  {delivery.PostId}  {delivery.LastError}".TrimEnd());
            }
        }, token));
        return command.WithExamples("searchplanet webhooks show wh_0123456789abcdef");
    }

    private static Command Remove()
    {
        var id = Id();
        var command = new Command("remove", "End a standing query; what is queued for it is forgotten.") { id };
        command.SetAction((parse, token) => WithAsync(parse, parse.GetRequiredValue(id), async (session, archive, webhook) =>
        {
            await archive.RemoveWebhookAsync(webhook.Id, token);
            await session.AuditAsync("webhook.remove", webhook.Id, webhook.Query, token);
            session.Say($"removed {webhook.Id}", json => WriteStatus(json, webhook, "removed"));
        }, token));
        return command.WithExamples("searchplanet webhooks remove wh_0123456789abcdef");
    }

    private static Command Resume()
    {
        var id = Id();
        var command = new Command("resume", "Give a dead webhook another chance; what is queued for it is posted.") { id };
        command.SetAction((parse, token) => WithAsync(parse, parse.GetRequiredValue(id), async (session, archive, webhook) =>
        {
            await archive.ResumeWebhookAsync(webhook.Id, TimeProvider.System.GetUtcNow(), token);
            await session.AuditAsync("webhook.resume", webhook.Id, webhook.Query, token);
            session.Say($"resumed {webhook.Id}", json => WriteStatus(json, webhook, "resumed"));
        }, token));
        return command.WithExamples("searchplanet webhooks resume wh_0123456789abcdef");
    }

    private static Argument<string> Id() => new("ID") { Description = "As webhooks list shows it." };

    private static async Task<int> WithAsync(ParseResult parse, string id, Func<Session, IArchive, Webhook, Task> work, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(parse);
        var archive = await session.OpenArchiveAsync(cancellationToken);
        if ((await archive.ListWebhooksAsync(cancellationToken)).FirstOrDefault(webhook => webhook.Id == id) is not { } webhook)
        {
            return CommandLine.Fail($"There is no webhook {id}.", CommandLine.Failed);
        }

        await work(session, archive, webhook);
        return CommandLine.Done;
    }

    private static void WriteStatus(Utf8JsonWriter json, Webhook webhook, string status)
    {
        json.WriteString("id", webhook.Id);
        json.WriteString("status", status);
    }

    private static void Write(WebhookAnswer answer) => Console.WriteLine(JsonSerializer.Serialize(answer, ApiJson.Shared.WebhookAnswer));
}
