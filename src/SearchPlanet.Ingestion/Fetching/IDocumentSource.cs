namespace SearchPlanet.Ingestion.Fetching;

/// <summary>Where documents come from: the network (<see cref="FeedHttpClient"/>) or a folder (<see cref="SampleFolder"/>).</summary>
public interface IDocumentSource
{
    /// <summary>Fetches one document; whatever goes wrong is a result.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken);
}
