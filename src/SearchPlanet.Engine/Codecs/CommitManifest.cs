using System.Collections.Immutable;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Codecs;

/// <summary>What one commit consists of. See <see cref="ManifestFormat"/>.</summary>
/// <param name="Generation">Counts commits, from 1.</param>
/// <param name="Version">Counts all changes that readers can see.</param>
/// <param name="NextSegment">Number for the next segment's name.</param>
/// <param name="Schema">Fingerprint of the schema.</param>
/// <param name="Fields">The schema's fields in order, each with what the files hold of it (<see cref="FieldType.Kept"/>).</param>
internal sealed record CommitManifest(
    long Generation,
    long Version,
    long NextSegment,
    string Schema,
    ImmutableArray<KeyValuePair<string, string>> Fields,
    ImmutableArray<CommittedSegment> Segments,
    ImmutableDictionary<string, string> UserData)
{
    public string FileName => ManifestFormat.FileName(Generation);

    /// <summary>All files that the commit needs, its own included.</summary>
    public IEnumerable<string> Files()
    {
        yield return FileName;
        foreach (var segment in Segments)
        {
            yield return segment.Info.FileName;
            if (segment.DeletionsFile is not null)
            {
                yield return segment.DeletionsFile;
            }
        }
    }
}
