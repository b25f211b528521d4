using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Tests.Hosting;
using Serilog.Events;

namespace SearchPlanet.Server.Tests.Security;

public sealed class SecretsTests
{
    private const string Key = "the-operators-own-key-1234";
    private const string Guess = "a-guess-at-the-key-5678";

    [Fact]
    public async Task Keys_RightOrWrong_AreInNoLogNoAnswerNoMetricAndNoTrace()
    {
        await using var collector = await OtlpReceiver.StartAsync(TestContext.Current.CancellationToken);
        var sink = new CollectingSink();
        await using var log = sink.CreateLogger(LogEventLevel.Verbose);
        var answers = new List<string>();
        await using (var server = new TestServer(
            options =>
            {
                options.Admin.Key = Key;
                options.Telemetry.Endpoint = collector.Address;
            },
            log))
        {
            await server.InitializeAsync();
            foreach (var key in (string[])[Guess, Key])
            {
                server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
                using var rebuilt = await server.Client.PostAsync("/api/v1/index/rebuild", null, TestContext.Current.CancellationToken);
                using var added = await server.Client.PostAsJsonAsync("/api/v1/sources", new { url = "http://127.0.0.1:1/" }, TestContext.Current.CancellationToken);
                answers.Add(rebuilt.ToString() + await added.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }

            answers.Add(await server.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken));
            answers.Add(await server.Client.GetStringAsync("/status", TestContext.Current.CancellationToken));
        }

        sink.Lines.ShouldNotBeEmpty();
        collector.Spans.ShouldContain(span => span.Name == "POST /api/v1/index/rebuild");
        answers.AddRange(collector.Bodies.Select(Encoding.UTF8.GetString));
        foreach (var text in sink.Lines.Concat(answers))
        {
            text.ShouldNotContain(Key);
            text.ShouldNotContain(Guess);
        }
    }

    [Fact]
    public void ConfigurationErrors_DoNotRepeatSecrets()
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        configuration["SearchPlanet:Admin:Key"] = "short-secret";
        configuration["SearchPlanet:Archive:Provider"] = "Sqlite";
        configuration["SearchPlanet:Archive:ConnectionString:Password"] = "db-secret";

        var error = Should.Throw<ConfigurationException>(() => StrictBinder.Bind(configuration));

        string.Join('\n', error.Errors).ShouldNotContain("secret");
    }

    [Fact]
    public async Task LostDatabase_PasswordIsInNoLog()
    {
        var sink = new CollectingSink();
        await using var log = sink.CreateLogger(LogEventLevel.Verbose);
        var options = new SearchPlanetOptions { DataDirectory = Directory.CreateTempSubdirectory("searchplanet-secret-").FullName };
        options.Archive.Provider = Archive.ArchiveProvider.Postgres;
        options.Archive.ConnectionString = "Host=127.0.0.1;Port=1;Username=u;Password=db-secret;Timeout=1";
        await using (var app = WebHost.Build(options, "http://127.0.0.1:0", null, log))
        {
            try
            {
                await app.StartAsync(TestContext.Current.CancellationToken);
            }
            catch (System.Data.Common.DbException refused)
            {
                refused.ToString().ShouldNotContain("db-secret");
            }

            await TestServer.WaitForAsync(() => sink.Lines.Count > 0);
            await app.StopAsync(CancellationToken.None);
        }

        Directory.Delete(options.DataDirectory, recursive: true);

        sink.Lines.ShouldNotBeEmpty();
        sink.Lines.ShouldAllBe(line => !line.Contains("db-secret", StringComparison.Ordinal));
    }
}
