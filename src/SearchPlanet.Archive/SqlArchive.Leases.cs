using System.Data.Common;
using Dapper;

namespace SearchPlanet.Archive;

/// <content>Who may fetch what now: feeds are leased for their check, domains held for one request.</content>
public abstract partial class SqlArchive
{
    private const int DomainsBetweenSweeps = 1024;

    /// <summary>Longer than any pause between two requests.</summary>
    private static readonly TimeSpan DomainMemory = TimeSpan.FromHours(2);

    /// <summary>No feed is planned further ahead, nor held longer: what is was written by a clock that ran fast.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(31);

    /// <summary>The same for domains: nobody holds one longer than a feed is leased, which is a day at most.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(1);

    private int _domainsReleased;

    public Task<IReadOnlyList<FeedRecord>> LeaseDueFeedsAsync(DateTimeOffset now, DateTimeOffset leasedUntil, int count, CancellationToken cancellationToken)
    {
        return ChangeAsync(LeaseAsync, cancellationToken);

        async Task<IReadOnlyList<FeedRecord>> LeaseAsync(DbConnection connection, DbTransaction transaction)
        {
            var records = await connection.QueryAsync<string>(Command(
                $"""
                UPDATE feeds SET leased_until = @until WHERE id IN (
                    SELECT id FROM feeds
                    WHERE state = @active AND (next_check <= @at OR next_check > @absurd)
                        AND (leased_until IS NULL OR leased_until <= @at OR leased_until > @absurd)
                    ORDER BY next_check, id LIMIT @count {SkipLocked})
                RETURNING record
                """,
                new
                {
                    active = (int)FeedState.Active,
                    at = now.ToUnixTimeMilliseconds(),
                    absurd = (now + LongestWait).ToUnixTimeMilliseconds(),
                    until = leasedUntil.ToUnixTimeMilliseconds(),
                    count,
                },
                cancellationToken,
                transaction));
            return records.Select(ToFeed).OrderBy(f => f.NextCheck).ThenBy(f => f.Id, StringComparer.Ordinal).ToList();
        }
    }

    public Task<bool> MoveLeaseAsync(string feedId, DateTimeOffset leasedUntil, DateTimeOffset? newEnd, CancellationToken cancellationToken)
    {
        return ChangeAsync(MoveAsync, cancellationToken);

        // A lease is known by its end: who takes the feed after it gives it another, and who saves the feed gives it none.
        async Task<bool> MoveAsync(DbConnection connection, DbTransaction transaction) => await connection.ExecuteAsync(Command(
            "UPDATE feeds SET leased_until = @end WHERE id = @feedId AND leased_until = @until",
            new { feedId, until = leasedUntil.ToUnixTimeMilliseconds(), end = newEnd?.ToUnixTimeMilliseconds() },
            cancellationToken,
            transaction)) > 0;
    }

    public Task<DateTimeOffset?> HoldDomainAsync(
        string domain, string holder, DateTimeOffset now, DateTimeOffset heldUntil, TimeSpan rest, CancellationToken cancellationToken)
    {
        return ChangeAsync(HoldAsync, cancellationToken);

        async Task<DateTimeOffset?> HoldAsync(DbConnection connection, DbTransaction transaction)
        {
            var row = new
            {
                domain,
                holder,
                at = now.ToUnixTimeMilliseconds(),
                until = heldUntil.ToUnixTimeMilliseconds(),
                rested = (now - rest).ToUnixTimeMilliseconds(),
                absurd = (now + LongestHold).ToUnixTimeMilliseconds(),
            };
            var held = await connection.ExecuteAsync(Command(
                """
                INSERT INTO domains (domain, holder, held_until, last_end) VALUES (@domain, @holder, @until, 0)
                ON CONFLICT (domain) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until, last_end = 0
                WHERE (domains.held_until <= @at OR domains.held_until > @absurd) AND (domains.last_end <= @rested OR domains.last_end > @absurd)
                """,
                row,
                cancellationToken,
                transaction));
            if (held > 0)
            {
                return null;
            }

            var (until, end) = await connection.QuerySingleAsync<(long Until, long End)>(Command(
                "SELECT held_until, last_end FROM domains WHERE domain = @domain", row, cancellationToken, transaction));
            return DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(until, end + (long)rest.TotalMilliseconds));
        }
    }

    public Task ReleaseDomainAsync(string domain, string holder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        return ChangeAsync(ReleaseAsync, cancellationToken);

        async Task<bool> ReleaseAsync(DbConnection connection, DbTransaction transaction)
        {
            var released = await connection.ExecuteAsync(Command(
                "UPDATE domains SET held_until = 0, last_end = @at WHERE domain = @domain AND holder = @holder",
                new { domain, holder, at = now.ToUnixTimeMilliseconds() },
                cancellationToken,
                transaction));
            if (Interlocked.Increment(ref _domainsReleased) % DomainsBetweenSweeps == 0)
            {
                await connection.ExecuteAsync(Command(
                    "DELETE FROM domains WHERE held_until <= @old AND last_end <= @old",
                    new { old = (now - DomainMemory).ToUnixTimeMilliseconds() },
                    cancellationToken,
                    transaction));
            }

            return released > 0;
        }
    }
}
