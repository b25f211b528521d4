namespace SearchPlanet.Archive;

/// <summary>What became of one incoming post.</summary>
/// <param name="PostId">The story it belongs to.</param>
/// <param name="Sequence">The story's sequence number now.</param>
public sealed record UpsertResult(UpsertKind Kind, string PostId, long Sequence);
