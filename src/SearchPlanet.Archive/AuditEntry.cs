namespace SearchPlanet.Archive;

/// <summary>One thing that an operator did.</summary>
/// <param name="At">UTC.</param>
/// <param name="Actor">Who, as far as known: <c>admin-api</c>, <c>cli</c>, <c>worker</c>.</param>
/// <param name="Action"><c>feed.add</c>, <c>feed.remove</c>, <c>post.remove</c> and the like.</param>
/// <param name="Subject">The id or address it was done to.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Subject, string? Detail);
