using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Testing;
using YamlDotNet.RepresentationModel;

namespace SearchPlanet.Server.Tests.Security;

/// <summary>The shipped containers and units give the program nothing that it does not need.</summary>
public sealed partial class DeploymentTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Dockerfile_RunsAsNobody_AndWritesToOneFolderOnly()
    {
        var lines = Read("Dockerfile");

        // The last stage is the one that runs.
        var last = lines[lines.FindLastIndex(line => line.StartsWith("FROM ", StringComparison.Ordinal))..];
        last.ShouldContain("USER $APP_UID");
        last.FindIndex(line => line.StartsWith("USER ", StringComparison.Ordinal)).ShouldBeLessThan(last.FindIndex(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)));
        last.Where(line => line.StartsWith("VOLUME", StringComparison.Ordinal)).ShouldBe(["VOLUME /index-data"]);
        last.ShouldAllBe(line => !line.Contains("apt-get", StringComparison.Ordinal) && !line.Contains("curl ", StringComparison.Ordinal) && !line.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase));
        last.ShouldContain(line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal));
    }

    [Fact]
    public void Kubernetes_EveryContainerIsConfined()
    {
        var pods = Pods();

        pods.Count.ShouldBe(2);
        foreach (var pod in pods)
        {
            pod["spec"]["automountServiceAccountToken"].ToString().ShouldBe("false");
            pod["spec"]["securityContext"]["runAsNonRoot"].ToString().ShouldBe("true");
            pod["spec"]["securityContext"]["seccompProfile"]["type"].ToString().ShouldBe("RuntimeDefault");
            foreach (var container in (YamlSequenceNode)pod["spec"]["containers"])
            {
                container["securityContext"]["readOnlyRootFilesystem"].ToString().ShouldBe("true");
                container["securityContext"]["allowPrivilegeEscalation"].ToString().ShouldBe("false");
                container["securityContext"]["capabilities"]["drop"].ShouldBe(new YamlSequenceNode("ALL"));
                container["readinessProbe"]["httpGet"]["path"].ToString().ShouldBe("/readyz");
                container["livenessProbe"]["httpGet"]["path"].ToString().ShouldBe("/healthz");
                container["resources"]["limits"]["memory"].ShouldNotBeNull();
            }
        }

        Read("deploy/kubernetes/searchplanet.yaml").ShouldAllBe(line => !line.Contains("Password", StringComparison.Ordinal));
    }

    [Fact]
    public void Kubernetes_PartsFitTogether()
    {
        var documents = Documents("deploy/kubernetes/searchplanet.yaml");
        foreach (var workload in documents.Where(document => document["kind"].ToString() is "Deployment" or "StatefulSet"))
        {
            var pod = workload["spec"]["template"];
            pod["metadata"]["labels"].ShouldBe(workload["spec"]["selector"]["matchLabels"]);
            var volumes = Names(pod["spec"], "volumes").Concat(Children(workload["spec"], "volumeClaimTemplates").Select(claim => claim["metadata"]["name"].ToString())).ToList();
            foreach (var container in Children(pod["spec"], "containers"))
            {
                Names(container, "volumeMounts").ShouldBe(volumes, ignoreOrder: true);
                Children(container, "envFrom").Select(source => source["configMapRef"]["name"].ToString())
                    .ShouldBe(documents.Where(document => document["kind"].ToString() == "ConfigMap").Select(map => map["metadata"]["name"].ToString()));
            }
        }

        var service = documents.Single(document => document["kind"].ToString() == "Service");
        Pods().ShouldContain(pod => pod["metadata"]["labels"].Equals(service["spec"]["selector"]));
    }

    [Fact]
    public void Compose_TheProgramIsConfined_AndSecretsComeFromOutside()
    {
        var services = (YamlMappingNode)Documents("deploy/compose/compose.yaml").Single()["services"];
        var programs = services.Where(service => ((YamlMappingNode)service.Value).Children.ContainsKey("<<")).Select(service => service.Key.ToString()).ToList();
        var common = Documents("deploy/compose/compose.yaml").Single()["x-searchplanet"];

        programs.ShouldBe(["ingest", "search1", "search2"]);
        common["read_only"].ToString().ShouldBe("true");
        common["cap_drop"].ShouldBe(new YamlSequenceNode("ALL"));
        common["security_opt"].ShouldBe(new YamlSequenceNode("no-new-privileges:true"));
        services.Where(service => ((YamlMappingNode)service.Value).Children.ContainsKey("ports")).Select(service => service.Key.ToString())
            .ShouldBe(["balancer"], "only the balancer is reached from outside");
        Read("deploy/compose/compose.yaml").Where(line => line.Contains("assword", StringComparison.OrdinalIgnoreCase) && line.Contains(':', StringComparison.Ordinal) && !line.StartsWith('#'))
            .ShouldAllBe(line => line.Contains("${POSTGRES_PASSWORD:?", StringComparison.Ordinal));
    }

    // Two nodes that each turned two searches away were counted out together, and the balancer answered 502 for seconds.
    [Fact]
    public void Balancer_NodesThatTurnSearchesAway_AreNotCountedOut()
    {
        var lines = Read("deploy/compose/nginx.conf");

        lines.ShouldContain(line => line.Contains("location = /metrics { return 404; }", StringComparison.Ordinal));
        lines.Where(line => line.Contains("server search", StringComparison.Ordinal)).ShouldAllBe(line => line.Contains("max_fails=0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("deploy/compose/compose.yaml")]
    [InlineData("deploy/kubernetes/searchplanet.yaml")]
    [InlineData("deploy/systemd/searchplanet.service")]
    public void Settings_OfEachDeployment_AreKnownToTheProgram(string file)
    {
        var settings = Setting().Matches(string.Join('\n', Read(file)))
            .GroupBy(match => match.Groups["key"].Value, match => match.Groups["value"].Value.Trim('"'), StringComparer.Ordinal)
            .ToDictionary(group => group.Key.Replace("__", ":", StringComparison.Ordinal), group => (string?)Plain(group.Key, group.Last()), StringComparer.Ordinal);

        settings.ShouldNotBeEmpty();
        settings["SearchPlanet:Archive:ConnectionString"] = "Host=database";
        Should.NotThrow(() => StrictBinder.Bind((IConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
    }

    [Fact]
    public void SystemdUnit_IsConfined()
    {
        var lines = Read("deploy/systemd/searchplanet.service");

        foreach (var needed in (string[])
            ["DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "CapabilityBoundingSet=", "SystemCallFilter=@system-service", "RestrictNamespaces=yes"])
        {
            lines.ShouldContain(needed);
        }
    }

    [Fact]
    public async Task SystemdUnit_IsUnderstoodBySystemd()
    {
        using var folder = new TempFolder();
        var unit = folder.File("searchplanet.service");
        await File.WriteAllLinesAsync(unit, Read("deploy/systemd/searchplanet.service").Select(line => line.Replace("/opt/searchplanet/searchplanet", "/bin/true", StringComparison.Ordinal)), Cancelled);
        Process verify;
        try
        {
            verify = Process.Start(new ProcessStartInfo("systemd-analyze", ["verify", unit]) { RedirectStandardError = true, UseShellExecute = false })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("systemd-analyze is not installed.");
            return;
        }

        using (verify)
        {
            var complaints = await verify.StandardError.ReadToEndAsync(Cancelled);
            await verify.WaitForExitAsync(Cancelled);

            verify.ExitCode.ShouldBe(0, complaints);
            complaints.ShouldNotContain("searchplanet.service");
        }
    }

    // Values of Compose may come from its own environment; roles are told apart by their services, where one with "web" has "search" too.
    private static string Plain(string key, string value) => key.Contains("Roles", StringComparison.Ordinal) ? "search" : value.Contains("://", StringComparison.Ordinal) ? "http://localhost" : value;

    private static List<YamlNode> Pods() =>
        [.. Documents("deploy/kubernetes/searchplanet.yaml").Where(document => document["kind"].ToString() is "Deployment" or "StatefulSet").Select(workload => workload["spec"]["template"])];

    private static List<YamlNode> Documents(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Repository.Root, file));
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static IEnumerable<YamlNode> Children(YamlNode node, string key) =>
        ((YamlMappingNode)node).Children.TryGetValue(key, out var children) ? (YamlSequenceNode)children : [];

    private static IEnumerable<string> Names(YamlNode node, string key) => Children(node, key).Select(child => child["name"].ToString());

    private static List<string> Read(string file) => [.. File.ReadLines(Path.Combine(Repository.Root, file))];

    [GeneratedRegex(@"(?<key>SearchPlanet__\w+)(?:\s*[:=]\s*|, value: )(?<value>[^\s}]*)", RegexOptions.NonBacktracking)]
    private static partial Regex Setting();
}
