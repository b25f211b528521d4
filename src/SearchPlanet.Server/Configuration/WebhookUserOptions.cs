using System.ComponentModel.DataAnnotations;

namespace SearchPlanet.Server.Configuration;

/// <summary>Someone who may register webhooks; an element of <c>SearchPlanet:Webhooks:Users</c>.</summary>
internal sealed class WebhookUserOptions
{
    /// <summary>Owns the webhooks; shown to the operator.</summary>
    [Required(ErrorMessage = "is missing")]
    [RegularExpression("[a-z0-9][a-z0-9-]{0,31}", ErrorMessage = "must be lower-case letters, digits and hyphens, 32 at most")]
    public string Name { get; set; } = "";

    /// <summary>What the user sends as <c>Authorization: Bearer …</c>.</summary>
    [Required(ErrorMessage = "is missing")]
    [MinLength(16, ErrorMessage = "must have at least 16 characters")]
    public string Key { get; set; } = "";
}
