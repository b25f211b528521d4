namespace SearchPlanet.Feeds.Tests.Hostile;

/// <summary>Tests that run when no other does.</summary>
[CollectionDefinition(nameof(MeasuredCollection), DisableParallelization = true)]
public sealed class MeasuredCollection;
