using System.Data.Common;
using Dapper;
using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <content>What became of the entries of feeds.</content>
public abstract partial class SqlArchive
{
    private const int MaxDecisionDays = 365;

    private const int MaxDecisionKey = 600;

    public Task SaveDecisionsAsync(IReadOnlyList<EntryDecision> decisions, CancellationToken cancellationToken)
    {
        return ChangeAsync(SaveAsync, cancellationToken);

        async Task<bool> SaveAsync(DbConnection connection, DbTransaction transaction)
        {
            var writer = new RowWriter(
                connection,
                transaction,
                "entry_decisions",
                ["feed_id", "entry_key", "url_key", "url", "title", "verdict", "reason", "post_id", "at"],
                "ON CONFLICT (feed_id, entry_key) DO UPDATE SET url_key = excluded.url_key, url = excluded.url, title = excluded.title, "
                + "verdict = excluded.verdict, reason = excluded.reason, post_id = excluded.post_id, at = excluded.at");
            // In one order everywhere: two workers with the same feed, after a lease ran out, would else wait for each other's rows.
            foreach (var entry in decisions.Reverse().DistinctBy(d => (d.FeedId, DecisionKey(d.Key))).OrderBy(d => d.FeedId, StringComparer.Ordinal).ThenBy(d => DecisionKey(d.Key), StringComparer.Ordinal))
            {
                writer.Add(
                    entry.FeedId, DecisionKey(entry.Key), entry.Url is null ? null : PostIdentity.UrlKey(entry.Url), entry.Url, entry.Title,
                    (int)entry.Verdict, entry.Reason, entry.PostId, entry.At.ToUnixTimeMilliseconds());
            }

            await writer.WriteAsync(cancellationToken);
            var oldest = Now.AddDays(-MaxDecisionDays).ToUnixTimeMilliseconds();
            await connection.ExecuteAsync(Command("DELETE FROM entry_decisions WHERE at < @oldest", new { oldest }, cancellationToken, transaction));
            return true;
        }
    }

    public async Task<IReadOnlyList<EntryDecision>> FindDecisionsAsync(string urlOrGuid, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<DecisionRow>(Command(
            """
            SELECT feed_id AS FeedId, entry_key AS EntryKey, url AS Url, title AS Title, verdict AS Verdict, reason AS Reason, post_id AS PostId, at AS At
            FROM entry_decisions WHERE entry_key = @guid OR url_key = @key ORDER BY at DESC LIMIT 50
            """,
            new { guid = DecisionKey(urlOrGuid), key = PostIdentity.UrlKey(urlOrGuid) },
            cancellationToken));
        return rows.Select(r => new EntryDecision(
            r.FeedId, r.EntryKey, r.Url, r.Title, (EntryVerdict)r.Verdict, r.Reason, r.PostId, DateTimeOffset.FromUnixTimeMilliseconds(r.At))).ToList();
    }

    /// <summary>Guids have no length limit, index entries have.</summary>
    private static string DecisionKey(string key) => key.Length <= MaxDecisionKey ? key : key[..MaxDecisionKey];

    private sealed class DecisionRow
    {
        public string FeedId { get; init; } = "";

        public string EntryKey { get; init; } = "";

        public string? Url { get; init; }

        public string Title { get; init; } = "";

        public long Verdict { get; init; }

        public string? Reason { get; init; }

        public string? PostId { get; init; }

        public long At { get; init; }
    }
}
