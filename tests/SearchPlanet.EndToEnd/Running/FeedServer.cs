using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace SearchPlanet.EndToEnd.Running;

/// <summary>Gives documents on the loopback interface, with a strong <c>ETag</c>, and 304 to who has them already.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, Document> _documents = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Path, int Status)> _answers = new();

    private FeedServer(WebApplication application) => _application = application;

    /// <summary>Every answer given so far, oldest first.</summary>
    public IReadOnlyCollection<(string Path, int Status)> Answers => _answers;

    public string Address { get; private set; } = "";

    public static Task<FeedServer> StartAsync(CancellationToken cancellationToken) => StartAsync("127.0.0.1", cancellationToken);

    /// <param name="host">The address to listen on; <c>0.0.0.0</c> is reached under every address of 127.0.0.0/8.</param>
    public static async Task<FeedServer> StartAsync(string host, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{host}:0");
        var application = builder.Build();
        var server = new FeedServer(application);
        application.Run(server.AnswerAsync);
        await application.StartAsync(cancellationToken);
        server.Address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    /// <summary>Starts one that gives every feed of the samples under the name of its file.</summary>
    public static async Task<FeedServer> StartWithSamplesAsync(CancellationToken cancellationToken)
    {
        var server = await StartAsync(cancellationToken);
        foreach (var feed in SampleManifest.Read().Planets.SelectMany(planet => planet.Feeds))
        {
            var path = Path.Combine(Repository.Samples, feed.File);
            server.Put(feed.File, await File.ReadAllBytesAsync(path, cancellationToken), ContentTypeOf(feed.File));
        }

        return server;
    }

    /// <summary>Publishes a document, or its next version.</summary>
    /// <returns>Its address.</returns>
    public string Put(string path, byte[] content, string contentType)
    {
        _documents["/" + path] = new Document(content, contentType, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
        return AddressOf(path);
    }

    /// <summary>The address of a document of the planet itself.</summary>
    public string AddressOf(string path) => $"{Address}/{path}";

    /// <summary>The address of the same document as if it lay elsewhere, as members' own feeds do: this machine has two names.</summary>
    public string MemberAddressOf(string path) => AddressOf(path).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>From now on the path answers with this status and no document.</summary>
    public void Fail(string path, int status) => _documents["/" + path] = new Document([], "text/plain", "", status);

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (!_documents.TryGetValue(path, out var document))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (document.Status != StatusCodes.Status200OK)
        {
            context.Response.StatusCode = document.Status;
        }
        else
        {
            context.Response.Headers[HeaderNames.ETag] = document.ETag;
            if (context.Request.Headers.IfNoneMatch == document.ETag)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
            }
            else
            {
                context.Response.ContentType = document.ContentType;
                await context.Response.Body.WriteAsync(document.Content, context.RequestAborted);
            }
        }

        _answers.Enqueue((path.TrimStart('/'), context.Response.StatusCode));
    }

    private static string ContentTypeOf(string file) => Path.GetExtension(file) switch
    {
        ".json" => "application/feed+json",
        ".atom" => "application/atom+xml",
        _ => "application/rss+xml",
    };

    private sealed record Document(byte[] Content, string ContentType, string ETag, int Status = StatusCodes.Status200OK);
}
