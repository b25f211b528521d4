namespace SearchPlanet.Server.Configuration;

/// <summary>The configuration holds something wrong or unknown; each error names its key. The start stops here.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
