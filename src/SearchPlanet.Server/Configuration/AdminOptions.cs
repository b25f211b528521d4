using System.ComponentModel.DataAnnotations;

namespace SearchPlanet.Server.Configuration;

/// <summary>The endpoints that change things; section <c>SearchPlanet:Admin</c>.</summary>
internal sealed class AdminOptions
{
    /// <summary>What callers send as <c>Authorization: Bearer …</c>. Null (default) switches the endpoints off.</summary>
    [MinLength(16, ErrorMessage = "must have at least 16 characters")]
    public string? Key { get; set; }
}
