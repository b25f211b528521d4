namespace SearchPlanet.Archive;

/// <summary>
/// A run of changes that nothing was taken back from. Another begins when a standby takes over that may not have heard everything, and when a backup
/// is restored: whoever had read further than it goes back has read what is not there any more.
/// </summary>
/// <param name="Name">Tells it from all others, of all archives.</param>
/// <param name="Since">The last change of the history before that still stands; all later ones are of this history.</param>
public sealed record ArchiveHistory(string Name, long Since);
