using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using SearchPlanet.Search;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Cli;

/// <summary><c>search</c>: one search over the local index, for people or, with <c>--json</c>, exactly as the API answers.</summary>
internal static class SearchCommand
{
    private const string Path = "/api/v1/search";

    public static Command Create()
    {
        var query = new Argument<string[]>("QUERY")
        {
            Description = "In the query language, such as: django migrations tag:orm -author:bot last:90d. Empty: the newest posts. Begins with a minus? Put -- before it.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("search", "Search the index. Beside a running server too.") { query };
        var options = new List<Option<string[]>>();
        foreach (var name in SearchDimensions.Filters)
        {
            var option = new Option<string[]>("--" + name) { Description = FilterHelp(name), HelpName = name.ToUpperInvariant() };
            command.Add(option);
            options.Add(option);
        }

        foreach (var (name, value, help) in new[]
        {
            ("after", "DATE", "Only posts from this day on (2024, 2024-03, 2024-03-09)."), ("before", "DATE", "Only posts before this day."),
            ("sort", "ORDER", "relevance, newest or oldest (default: relevance with a query, newest without)."), ("limit", "N", "Hits, 1 to 100 (default: 20)."),
            ("cursor", "CURSOR", "The page after the one that gave this cursor (page.next in --json)."),
            ("facets", "NAMES", "What --json counts, with commas: " + string.Join(',', SearchDimensions.Facets) + ", or none (default: all but lang and version)."),
        })
        {
            var option = new Option<string[]>("--" + name) { Description = help, HelpName = value };
            command.Add(option);
            options.Add(option);
        }

        options.Single(option => option.Name == "--kind").CompletionSources.Add([.. SearchDimensions.Kinds]);
        options.Single(option => option.Name == "--sort").CompletionSources.Add("relevance", "newest", "oldest");
        Option<bool>[] switches =
        [
            new("--explain") { Description = "Show how each score comes about." },
            new("--strict") { Description = "Refuse what is not understood, instead of searching it as text." },
        ];
        foreach (var option in switches)
        {
            command.Add(option);
        }

        command.SetAction((parse, token) => RunAsync(parse, () => ReadRequest(parse, string.Join(' ', parse.GetValue(query) ?? []), options, switches), token));
        return command.WithExamples(
            "searchplanet search django migrations tag:orm last:90d", "searchplanet search '\"exact phrase\" OR title:async' --sort newest --limit 5",
            "searchplanet search --tag orm --after 2025 --json | jq -r '.hits[].url'", "searchplanet search -- -tag:podcast python");
    }

    private static async Task<int> RunAsync(ParseResult parse, Func<SearchRequest> read, CancellationToken cancellationToken)
    {
        RefuseUnknownOptions(parse);
        await using var session = Session.Open(parse);
        var request = read();
        using var searcher = PostSearcher.Open(session.Options.IndexDirectory);
        if (WhyNot(searcher.State, session.Options.IndexDirectory) is { } why)
        {
            throw new IOException(why);
        }

        SearchResponse response;
        try
        {
            response = searcher.Search(request, cancellationToken);
        }
        catch (QuerySyntaxException refused)
        {
            throw new UsageException($"--strict refuses the query at character {refused.At} ({refused.Code}); without it: {refused.Message}.");
        }
        catch (StaleCursorException stale)
        {
            throw new UsageException(stale.Message);
        }

        if (session.Json)
        {
            using var stdout = Console.OpenStandardOutput();
            await JsonSerializer.SerializeAsync(stdout, SearchAnswer.Of(request, response, Path), ApiJson.Shared.SearchAnswer, cancellationToken);
            await stdout.WriteAsync("\n"u8.ToArray(), cancellationToken);
        }
        else
        {
            SearchListing.Show(response, Terminal.Output);
        }

        return CommandLine.Done;
    }

    /// <summary>A query takes any word, so an option that is written wrong would be searched for, and silently change what is found.</summary>
    private static void RefuseUnknownOptions(ParseResult parse)
    {
        // What stands behind -- is the query's, whatever it looks like.
        var mistyped = parse.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal) && !token.Value.Contains(' '));
        if (mistyped is not null)
        {
            var hint = NearestName.Hint(mistyped.Value.Split('=')[0], parse.CommandResult.Command.Options.Select(option => option.Name));
            throw new UsageException($"There is no option {mistyped.Value}.{hint} To search for it, put -- before the query.");
        }
    }

    private static string? WhyNot(IndexState state, string directory) => state switch
    {
        IndexState.Missing => $"There is no index in {directory} yet: searchplanet import or ingest makes one.",
        IndexState.Unreadable => "The index is of another version of this program: searchplanet index rebuild makes it anew.",
        IndexState.Damaged => "The index is broken: searchplanet index check says where, index rebuild makes it anew.",
        _ => null,
    };

    // By way of a query string, so that the command line and the API can never differ in what they take.
    private static SearchRequest ReadRequest(ParseResult parse, string query, List<Option<string[]>> options, Option<bool>[] switches)
    {
        var builder = new QueryBuilder { { "q", query } };
        foreach (var option in options)
        {
            foreach (var value in parse.GetValue(option) ?? [])
            {
                builder.Add(option.Name[2..], value);
            }
        }

        foreach (var option in switches.Where(parse.GetValue))
        {
            builder.Add(option.Name[2..], "1");
        }

        var reader = new ParameterReader(new QueryCollection(QueryHelpers.ParseQuery(builder.ToString())));
        var request = SearchParameters.Read(reader);
        return reader.Finish() is { Count: > 0 } errors
            ? throw new UsageException(string.Join(' ', errors.Select(error => "--" + error.Message)))
            : request;
    }

    private static string FilterHelp(string name) => name switch
    {
        "tag" => "Only posts with this tag; repeated: with all of them.",
        "kind" => "Only this kind (" + string.Join(", ", SearchDimensions.Kinds) + "); repeated: any of them.",
        "lang" => "Only posts in this language (en, pt-br); repeated: any of them.",
        _ => $"Only posts of this {name}; repeated: any of them.",
    };
}
