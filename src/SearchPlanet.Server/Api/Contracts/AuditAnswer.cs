using SearchPlanet.Archive;

namespace SearchPlanet.Server.Api.Contracts;

/// <summary>What was changed, the newest first.</summary>
internal sealed record AuditAnswer(IReadOnlyList<AuditAnswer.Change> Values)
{
    internal sealed record Change(DateTime At, string Actor, string Action, string Subject, string? Detail)
    {
        public static Change Of(AuditEntry entry) => new(entry.At.UtcDateTime, entry.Actor, entry.Action, entry.Subject, entry.Detail);
    }
}
