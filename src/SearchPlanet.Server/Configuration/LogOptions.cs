using System.ComponentModel.DataAnnotations;

namespace SearchPlanet.Server.Configuration;

/// <summary>What is logged; section <c>SearchPlanet:Log</c>.</summary>
internal sealed class LogOptions
{
    /// <summary>From here on to standard error. Default <c>Warning</c>; <c>serve</c> adds its own few lines.</summary>
    public LogLevel Console { get; set; } = LogLevel.Warning;

    /// <summary>From here on to <c>logs/</c> in the data directory, as JSON lines. Default <c>Information</c>.</summary>
    public LogLevel File { get; set; } = LogLevel.Information;

    /// <summary>Requests that take longer are logged with what was asked for, five a second at most. 0: none are. Default 500 milliseconds.</summary>
    [Range(0, 60_000, ErrorMessage = "must be between 0 and 60000")]
    public int SlowMs { get; set; } = 500;

    /// <summary>Log files kept, one a day and one more for every 64 MiB. Default 14.</summary>
    [Range(1, 1000, ErrorMessage = "must be between 1 and 1000")]
    public int KeepFiles { get; set; } = 14;
}
