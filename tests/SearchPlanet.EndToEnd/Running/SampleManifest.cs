using System.Text.Json;

namespace SearchPlanet.EndToEnd.Running;

/// <summary>What <c>samples/planets.json</c> says.</summary>
internal sealed record SampleManifest(IReadOnlyList<SamplePlanet> Planets)
{
    public static SampleManifest Read()
    {
        using var file = File.OpenRead(Path.Combine(Repository.Samples, "planets.json"));
        return JsonSerializer.Deserialize<SampleManifest>(file, JsonSerializerOptions.Web)!;
    }
}
