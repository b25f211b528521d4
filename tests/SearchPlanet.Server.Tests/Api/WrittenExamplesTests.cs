using System.Net;
using System.Text.RegularExpressions;

namespace SearchPlanet.Server.Tests.Api;

/// <summary>What README and <c>searchplanet.http</c> tell people to try works.</summary>
public sealed partial class WrittenExamplesTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string> Addresses
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root.FullName, "SearchPlanet.sln")))
            {
                root = root.Parent!;
            }

            var text = File.ReadAllText(Path.Combine(root.FullName, "README.md")) + File.ReadAllText(Path.Combine(root.FullName, "searchplanet.http"));
            return [.. Address().Matches(text).Select(match => match.Groups["path"].Value).Where(path => !path.StartsWith("/api/v1/audit", StringComparison.Ordinal)).Distinct()];
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Example_IsAnsweredAsItSays(string path)
    {
        using var response = await server.Client.GetAsync(path, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(path switch
        {
            _ when path.Contains("strict=1", StringComparison.Ordinal) => HttpStatusCode.BadRequest,
            // Of the demo's samples; here are other posts.
            _ when path.Contains("lookup?", StringComparison.Ordinal) => HttpStatusCode.NotFound,
            _ => HttpStatusCode.OK,
        });
    }

    [GeneratedRegex(@"(GET \{\{host\}\}|curl '?http://localhost:8080)(?<path>/[^'\s]*)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
