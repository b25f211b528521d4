namespace SearchPlanet.Server.Tests.Security;

/// <summary>The shipped containers and units give the program nothing that it does not need.</summary>
public sealed class DeploymentTests
{
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
        var lines = Read("deploy/kubernetes/searchplanet.yaml");
        var containers = lines.Count(line => line.Contains("image: searchplanet", StringComparison.Ordinal));

        containers.ShouldBeGreaterThan(0);
        foreach (var needed in (string[])
            ["readOnlyRootFilesystem: true", "allowPrivilegeEscalation: false", "drop: [ALL]", "readinessProbe:", "livenessProbe:", "resources: { requests: { cpu", "runAsNonRoot: true", "seccompProfile: { type: RuntimeDefault }", "automountServiceAccountToken: false"])
        {
            lines.Count(line => line.Contains(needed, StringComparison.Ordinal)).ShouldBe(containers, needed);
        }
        lines.ShouldAllBe(line => !line.Contains("Password", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("SearchPlanet__Http__TrustedProxies__0", StringComparison.Ordinal));
    }

    [Fact]
    public void Compose_TheProgramIsConfined_AndSecretsComeFromOutside()
    {
        var lines = Read("deploy/compose/compose.yaml");

        foreach (var needed in (string[])["  read_only: true", "  cap_drop: [ALL]", "  security_opt: [\"no-new-privileges:true\"]"])
        {
            lines.ShouldContain(needed);
        }
        lines.Where(line => line.Contains("assword", StringComparison.OrdinalIgnoreCase) && line.Contains(':', StringComparison.Ordinal) && !line.StartsWith('#'))
            .ShouldAllBe(line => line.Contains("${POSTGRES_PASSWORD:?", StringComparison.Ordinal));
        lines.Count(line => line.Contains("ports:", StringComparison.Ordinal)).ShouldBe(1, "only the balancer is reached from outside");
        Read("deploy/compose/nginx.conf").ShouldContain(line => line.Contains("location = /metrics { return 404; }", StringComparison.Ordinal));
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

    private static List<string> Read(string file) => [.. File.ReadLines(Path.Combine(Repository.Root, file))];
}
