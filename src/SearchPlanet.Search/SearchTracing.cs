using System.Diagnostics;

namespace SearchPlanet.Search;

/// <summary>The spans that show where a search spends its time. They cost nothing while nobody listens, and never hold what was searched for.</summary>
public static class SearchTracing
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "SearchPlanet.Search";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins a span that ends when it is disposed; null while nobody listens.</summary>
    internal static Activity? Begin(string name) => Source.StartActivity(name);
}
