using System.ComponentModel.DataAnnotations;

namespace SearchPlanet.Server.Configuration;

/// <summary>Standing queries; section <c>SearchPlanet:Webhooks</c>.</summary>
internal sealed class WebhookOptions
{
    private const string OutOfRange = "must be between {1} and {2}";

    /// <summary>Who may register webhooks besides the operator. Default nobody.</summary>
    public IList<WebhookUserOptions> Users { get; set; } = [];

    /// <summary>Webhooks for each user. Default 20.</summary>
    [Range(1, 10_000, ErrorMessage = OutOfRange)]
    public int MaxPerUser { get; set; } = 20;

    /// <summary>Attempts before a delivery, or a webhook that has not answered once meanwhile, is given up. Default 10, which takes about two days.</summary>
    [Range(1, 100, ErrorMessage = OutOfRange)]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>The pause after the first failure; each further one is four times as long, up to 12 hours. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "12:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for one attempt, connecting included. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ErrorMessage = OutOfRange)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
