using System.Diagnostics;
using SearchPlanet.Testing;

namespace SearchPlanet.Server.Tests.Security;

/// <summary>A package with a known weakness stops a build in CI, by the repository's own settings and a package source that tells of one.</summary>
public sealed class DependencyAuditTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, "https://github.com/advisories/GHSA-0000-0000-0000", false, "error NU1903")]
    [InlineData(3, "https://github.com/advisories/GHSA-0000-0000-0000", false, "error NU1904")]
    [InlineData(1, "https://github.com/advisories/GHSA-0000-0000-0000", true, "warning NU1902")]
    [InlineData(2, "https://github.com/advisories/GHSA-2m69-gcr7-jv3q", true, "")]
    public async Task Restore_OfAPackageWithAKnownWeakness_FailsWhenItIsSevere(int severity, string advisory, bool passes, string said)
    {
        // https://learn.microsoft.com/nuget/api/vulnerability-info
        await using var source = new WildServer();
        source.On("/index.json", Json($$"""{"version":"3.0.0","resources":[{"@id":"{{source.Url("/weak.json")}}","@type":"VulnerabilityInfo/6.7.0"}]}"""));
        source.On("/weak.json", Json($$"""[{"@name":"all","@id":"{{source.Url("/all.json")}}","@updated":"2026-01-01T00:00:00Z"}]"""));
        source.On("/all.json", Json($$"""{"shouldly":[{"severity":{{severity}},"url":"{{advisory}}","versions":"(, 99.0.0)"}]}"""));
        using var folder = new TempFolder();
        File.Copy(Path.Combine(Repository.Root, "Directory.Build.props"), Path.Combine(folder.Path, "Directory.Build.props"));
        File.Copy(Path.Combine(Repository.Root, "Directory.Packages.props"), Path.Combine(folder.Path, "Directory.Packages.props"));
        await WriteAsync("NuGet.Config", $"""<configuration><auditSources><clear/><add key="told" value="{source.Url("/index.json")}" allowInsecureConnections="true" protocolVersion="3"/></auditSources></configuration>""");
        await WriteAsync("audited.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Shouldly" /></ItemGroup></Project>""");

        var start = new ProcessStartInfo("dotnet", ["restore", "--no-http-cache"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["CI"] = "true";
        using var restore = Process.Start(start)!;
        var output = await restore.StandardOutput.ReadToEndAsync(Cancelled);
        await restore.WaitForExitAsync(Cancelled);

        source.Requests.ShouldContain(request => request.Target == "/all.json", output);
        (restore.ExitCode == 0).ShouldBe(passes, output);
        output.ShouldContain(said);
        output.Contains("NU190", StringComparison.Ordinal).ShouldBe(said.Length > 0, output);

        Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder.Path, name), text, Cancelled);
    }

    private static WildAnswer Json(string text) => WildAnswer.Of(200, text, ("Content-Type", "application/json"));
}
