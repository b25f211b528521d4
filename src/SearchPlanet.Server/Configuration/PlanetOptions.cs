using System.ComponentModel.DataAnnotations;

namespace SearchPlanet.Server.Configuration;

/// <summary>A community whose blogs are read; an element of <c>SearchPlanet:Planets</c>.</summary>
internal sealed class PlanetOptions
{
    /// <summary>Short and stable: the value of <c>planet:</c> in queries.</summary>
    [Required(ErrorMessage = "is missing")]
    [RegularExpression("[a-z0-9][a-z0-9-]{0,31}", ErrorMessage = "must be lower-case letters, digits and hyphens, 32 at most")]
    public string Name { get; set; } = "";

    /// <summary>For people; the name when null.</summary>
    public string? Title { get; set; }

    /// <summary>The planet's own feed; or its page, a bare address, when <see cref="Feeds"/> name the feeds.</summary>
    [Url(ErrorMessage = "must be an http or https address")]
    public string? Url { get; set; }

    /// <summary>Addresses of the members' feeds.</summary>
    public IList<string> Feeds { get; set; } = [];

    /// <summary>A file or address with an OPML list of further feeds; null for none.</summary>
    public string? Opml { get; set; }
}
