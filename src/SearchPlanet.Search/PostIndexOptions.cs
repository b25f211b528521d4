using System.ComponentModel.DataAnnotations;

namespace SearchPlanet.Search;

/// <summary>How the index is written.</summary>
public sealed class PostIndexOptions
{
    /// <summary>MiB of posts held in memory before they are written as a segment. Default 64: more makes fewer, larger segments.</summary>
    [Range(1, 4096)]
    public int BufferMegabytes { get; set; } = 64;
}
