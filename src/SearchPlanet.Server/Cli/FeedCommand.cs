using System.CommandLine;
using System.Text.Json;
using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Search;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Cli;

/// <summary><c>feed</c>: looking at single feeds: parse files, check an address, explain why something is or is not in the index.</summary>
internal static class FeedCommand
{
    public static Command Create() => new("feed", "Look at single feeds: parse, check, explain.") { Parse(), Check(), Explain() };

    private static Command Parse()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Feed files.", Arity = ArgumentArity.ZeroOrMore };
        var stdin = new Option<bool>("--stdin")
        {
            Description = """Read what to parse from standard input, a JSON object a line: {"path","url","content_type","headers":{}}.""",
        };
        var command = new Command("parse", "Parse feeds of any kind; prints one line of JSON for each, and never stops at a bad one.") { paths, stdin };
        command.SetAction(async (parse, token) =>
        {
            var files = parse.GetValue(paths) ?? [];
            if (files.Length == 0 != parse.GetValue(stdin))
            {
                throw new UsageException("feed parse needs either paths or --stdin.");
            }

            await using var output = Console.OpenStandardOutput();
            await using var buffered = new BufferedStream(output, 1 << 16);
            using var lines = new FeedParseLines(buffered);
            if (parse.GetValue(stdin))
            {
                await using var input = Console.OpenStandardInput();
                await lines.AnswerAsync(input, token);
            }
            else
            {
                await lines.AnswerAsync(files, token);
            }

            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet feed parse *.xml | jq .feed.title", "echo '{\"path\":\"feed.xml\"}' | searchplanet feed parse --stdin");
    }

    private static Command Check()
    {
        var url = new Argument<string>("URL") { Description = "A feed, or a page that points to one." };
        var command = new Command("check", "Find the feed (autodiscovery), fetch and parse it, and say everything that is odd about it.") { url };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            using var client = IngestionServices.CreateClient(session.Options, TimeProvider.System, archive: null);
            var address = Address(parse.GetRequiredValue(url));
            var report = await Terminal.ProgressAsync("Fetching", _ => new FeedChecker(client, TimeProvider.System).CheckAsync(address, token));
            if (session.Json)
            {
                WriteJson(report);
            }
            else
            {
                Show(report);
            }

            return report.Parsed is null ? CommandLine.Failed : CommandLine.Done;
        });
        return command.WithExamples("searchplanet feed check https://example.org/");
    }

    private static void Show(FeedCheckReport report)
    {
        var fetched = report.Fetched;
        foreach (var hop in fetched.Hops.Skip(1))
        {
            Session.Say($"redirected to {hop}");
        }

        Session.Say($"{fetched.Url}: {fetched.Status?.ToString() ?? "no answer"}, {fetched.ContentType ?? "no content type"}, {fetched.Body.Length} bytes");
        if (report.Parsed is { } parsed)
        {
            Session.Say($"feed    {report.FeedUrl}");
            Session.Say($"title   {parsed.Feed.Title}");
            Session.Say($"site    {parsed.Feed.Link}");
            Session.Say($"format  {FeedFormatNames.Of(parsed.Format)}, {parsed.Encoding}");
            Session.Say($"entries {parsed.Feed.Items.Count}");
            foreach (var item in parsed.Feed.Items.Take(5))
            {
                Session.Say($"entry   {item.Published:yyyy-MM-dd}  {item.Title}  {item.Link}");
            }
        }

        foreach (var finding in report.Findings)
        {
            Session.Say($"{finding.Severity.ToString().ToLowerInvariant(),-7} {finding.Message}");
        }
    }

    private static void WriteJson(FeedCheckReport report)
    {
        using var stdout = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(stdout))
        {
            json.WriteStartObject();
            json.WriteBoolean("ok", report.Parsed is not null);
            json.WriteString("url", report.FeedUrl?.AbsoluteUri);
            json.WriteString("title", report.Parsed?.Feed.Title);
            json.WriteString("site_url", report.Parsed?.Feed.Link);
            json.WriteString("format", report.Parsed is null ? null : FeedFormatNames.Of(report.Parsed.Format));
            json.WriteNumber("entries", report.Parsed?.Feed.Items.Count ?? 0);
            json.WriteStartArray("findings");
            foreach (var finding in report.Findings)
            {
                json.WriteStartObject();
                json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
                json.WriteString("message", finding.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stdout.WriteByte((byte)'\n');
    }

    private static Command Explain()
    {
        var url = new Argument<string>("URL") { Description = "A post or a feed." };
        var command = new Command("explain", "Say why a post or feed is, or is not, in the index.") { url };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var archive = await session.OpenArchiveAsync(token);
            using var searcher = PostSearcher.Open(session.Options.IndexDirectory);
            var answer = await new MissingExplainer(archive, () => searcher).ExplainAsync(Address(parse.GetRequiredValue(url)).OriginalString, token);
            if (session.Json)
            {
                Console.WriteLine(JsonSerializer.Serialize(answer, ApiJson.Shared.MissingAnswer));
                return CommandLine.Done;
            }

            Session.Say(answer.Message);
            if (answer.Advice is { } advice)
            {
                Session.Say(advice);
            }

            foreach (var feed in answer.Feeds)
            {
                Session.Say($"feed {feed.Url}: last fetched {feed.LastFetch:yyyy-MM-dd HH:mm}, next check {feed.NextCheck:yyyy-MM-dd HH:mm}");
            }

            foreach (var decision in answer.Decisions)
            {
                Session.Say($"seen {decision.At:yyyy-MM-dd HH:mm}: {decision.Verdict} {decision.Reason}");
            }

            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet feed explain https://example.org/2025/a-post/");
    }

    private static Uri Address(string text) =>
        MissingExplainer.IsAddress(text) ? new Uri(text)
        : Uri.TryCreate("https://" + text, UriKind.Absolute, out var guessed) && guessed.Host.Contains('.', StringComparison.Ordinal) ? guessed
        : throw new UsageException($"{text} is no http or https address.");
}
