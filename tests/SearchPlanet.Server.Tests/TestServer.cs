using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Archive;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;
using Serilog.Core;

namespace SearchPlanet.Server.Tests;

/// <summary>The real server on a free port over a data folder of its own, with the real archive and index, and a client for it.</summary>
public sealed class TestServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("searchplanet-server-").FullName;
    private readonly Action<SearchPlanetOptions>? _adjust;
    private readonly Action<WebApplication>? _extend;
    private readonly Serilog.ILogger _log = Logger.None;
    private WebApplication? _app;

    /// <summary>With the posts of <see cref="SamplePosts"/>.</summary>
    public TestServer()
    {
    }

    /// <param name="log">Gets what is logged; null: nobody does.</param>
    /// <param name="extend">Adds endpoints that only a test has.</param>
    internal TestServer(Action<SearchPlanetOptions> adjust, Serilog.ILogger? log = null, Action<WebApplication>? extend = null)
    {
        (_adjust, _extend) = (adjust, extend);
        _log = log ?? Logger.None;
    }

    public HttpClient Client { get; private set; } = null!;

    internal SearchPlanetOptions Options { get; private set; } = null!;

    internal IServiceProvider Services => _app!.Services;

    /// <summary>The patterns that the server answers.</summary>
    internal IEnumerable<string> Routes => Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints
        .OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!);

    public async ValueTask InitializeAsync()
    {
        Options = new SearchPlanetOptions { DataDirectory = _folder, PublicUrl = "https://search.example.org" };
        Options.Planets.Add(new PlanetOptions { Name = "django", Title = "Django Community" });
        Options.Roles.Add(Role.Web);
        Options.Roles.Add(Role.Search);
        Options.Search.RefreshMs = 50;
        // A machine that is busy with other tests may take its time.
        Options.Search.TimeoutMs = 60_000;
        _adjust?.Invoke(Options);
        _app = WebHost.Build(Options, "http://127.0.0.1:0", null, _log);
        _extend?.Invoke(_app);
        var archive = Services.GetRequiredService<IArchive>();
        await archive.MigrateAsync(TestContext.Current.CancellationToken);
        await archive.UpsertAsync(SamplePosts.All, TestContext.Current.CancellationToken);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.First()) };
        await WaitForAsync(() => Services.GetRequiredService<LiveIndex>() is { Phase: IndexerPhase.Following, Searcher.Count: > 0 });
    }

    /// <summary>The answer as JSON; it must be one.</summary>
    public async Task<JsonElement> GetJsonAsync(string url)
    {
        using var response = await Client.GetAsync(url, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{url}: {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>The failure as JSON; it must be a problem with this status and type.</summary>
    public async Task<JsonElement> GetProblemAsync(string method, string url, int status, string slug)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(status, url);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        problem.GetProperty("type").GetString().ShouldBe($"{Options.PublicUrl}/problems/{slug}");
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        return problem;
    }

    /// <summary>Waits until something has come about, at most three minutes: a busy machine is slow, not wrong.</summary>
    public static Task WaitForAsync(Func<bool> isSo) => WaitForAsync(() => Task.FromResult(isSo()));

    public static async Task WaitForAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!await isSo())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Waits until so many posts are found.</summary>
    public Task WaitForPostsAsync(int count) => WaitForAsync(() => Services.GetRequiredService<LiveIndex>().Searcher.Count == count);

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
