using System.Diagnostics;
using System.Globalization;
using System.Net;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>The balancer of <c>deploy/compose</c>, Debian's nginx with the very file that is shipped, before two nodes.</summary>
public sealed class BalancerTests
{
    private const string Nginx = "/usr/sbin/nginx";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Node_Killed_EverySearchIsAnsweredAllTheSame(int killed)
    {
        if (!File.Exists(Nginx))
        {
            Assert.Skip("nginx is not installed.");
        }

        using TemporaryFolder one = new(), other = new(), folder = new();
        await using var first = await StartAsync(one.FullPath);
        await using var second = await StartAsync(other.FullPath);
        var address = new Uri($"http://127.0.0.1:{Site.FreePort()}");
        using var nginx = Process.Start(Nginx, ["-c", await ConfigureAsync(folder.FullPath, address, first, second), "-e", "stderr", "-g", $"daemon off; master_process off; pid {folder.FullPath}/pid;"]);
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            await first.UntilAsync(async () => await StatusAsync("/readyz") == HttpStatusCode.OK, "the balancer", Cancelled);
            (await StatusAsync("/metrics")).ShouldBe(HttpStatusCode.NotFound, "metrics are not for everybody");
            await SearchAsync(1, 20);

            await new[] { first, second }[killed].KillAsync(Cancelled);
            await SearchAsync(21, 100);

            async Task SearchAsync(int from, int to)
            {
                for (var limit = from; limit <= to; limit++)
                {
                    (await StatusAsync($"/api/v1/search?limit={limit.ToString(CultureInfo.InvariantCulture)}")).ShouldBe(HttpStatusCode.OK, $"limit {limit}");
                }
            }

            async Task<HttpStatusCode?> StatusAsync(string path)
            {
                try
                {
                    using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
                    return response.StatusCode;
                }
                catch (HttpRequestException)
                {
                    return null;
                }
            }
        }
        finally
        {
            nginx.Kill();
        }
    }

    private static async Task<Site> StartAsync(string dataDirectory)
    {
        await NumberedPosts.ImportAsync(dataDirectory, 1, 20, Cancelled);
        return await Site.StartAsync(dataDirectory, new Dictionary<string, string> { ["SearchPlanet__Http__TrustedProxies__0"] = "127.0.0.0/8" }, Cancelled);
    }

    /// <summary>The file as it is shipped, but for the addresses, and with more patience: a node that is slow here is not away.</summary>
    private static async Task<string> ConfigureAsync(string folder, Uri address, Site first, Site second)
    {
        var shipped = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "compose", "nginx.conf"), Cancelled);
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(
            file,
            shipped.Replace("search1:8080", first.Address.Authority, StringComparison.Ordinal)
                .Replace("search2:8080", second.Address.Authority, StringComparison.Ordinal)
                .Replace("listen 8080", "listen " + address.Authority, StringComparison.Ordinal)
                .Replace("proxy_connect_timeout 1s", "proxy_connect_timeout 60s", StringComparison.Ordinal)
                .Replace("proxy_read_timeout 10s", "proxy_read_timeout 60s", StringComparison.Ordinal),
            Cancelled);
        return file;
    }
}
