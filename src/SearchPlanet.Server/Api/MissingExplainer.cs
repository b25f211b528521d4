using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Search;
using SearchPlanet.Server.Api.Contracts;

namespace SearchPlanet.Server.Api;

/// <summary>
/// Follows an address the way a post goes, from the feed to the index, and says where it stopped. Looks only at what is stored: nothing is
/// fetched for a stranger.
/// </summary>
/// <param name="searcher">The current snapshot.</param>
internal sealed class MissingExplainer(IArchive archive, Func<PostSearcher> searcher)
{
    public static bool IsAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is ("http" or "https");

    public async Task<MissingAnswer> ExplainAsync(string url, CancellationToken cancellationToken)
    {
        var feeds = await archive.ListFeedsAsync(cancellationToken);
        if (await archive.FindByUrlAsync(url, cancellationToken) is { } post)
        {
            return ExplainPost(url, post, feeds);
        }

        if (await archive.IsRemovedAsync(url, cancellationToken))
        {
            return Answer(url, "removed", "This post was here and has been taken out on purpose. No feed and no import brings it back.", null, []);
        }

        if (feeds.FirstOrDefault(feed => feed.Url == url || feed.Id == url) is { } itself)
        {
            return ExplainFeed(url, itself);
        }

        var source = SourceIdentity.FromUrl(url);
        var nearby = feeds.Where(feed => SourceFeeds.SourceOf(feed) == source).ToList();
        var decisions = await archive.FindDecisionsAsync(url, cancellationToken);
        if (decisions.Count > 0)
        {
            return ExplainDecision(url, decisions, feeds);
        }

        if (nearby.Count > 0)
        {
            var worst = nearby.Find(feed => feed.State != FeedState.Active || feed.LastError is not null) ?? nearby[0];
            return Answer(url, "not-seen", "This post has not been in the blog's feed when we looked. " + SourceFeeds.Describe(worst),
                "Check that the post is in the feed, under exactly this address. Feeds hold only their last entries; an older post comes in when the feed pages back.",
                nearby);
        }

        return Answer(url, "unknown", "No feed of this site is read, and no feed that is read has had this address.",
            "Ask the planet to add the blog, or the operator of this site to subscribe to its feed.", []);
    }

    private MissingAnswer ExplainPost(string url, Post post, IReadOnlyList<FeedRecord> feeds)
    {
        var from = feeds.Where(feed => post.Sources.Any(source => source.FeedUrl == feed.Url)).Select(SourceAnswer.FeedHealth.Of);
        var others = post.Sources.Count > 1 ? $" It came by {post.Sources.Count} ways and is shown once." : "";
        return searcher().Get(post.Id) is not null
            ? new MissingAnswer(url, "indexed", $"This post is here.{others} {WhereItStands(post)}", null, post.Id, post.Title, [], [.. from])
            : new MissingAnswer(url, "waiting", "This post has been taken in and will be found within seconds.", null, post.Id, post.Title, [], [.. from]);
    }

    /// <summary>Most that are asked for stand where nobody looks: not among the newest.</summary>
    private static string WhereItStands(Post post) => (post.DateConfidence, post.Published) switch
    {
        (DateConfidence.Feed, { } date) => $"It is dated {date.UtcDateTime:yyyy-MM-dd}, and stands there where the newest come first.",
        (DateConfidence.FirstSeen, { } date) => $"Its feed gives it no date that can be, so that it stands at {date.UtcDateTime:yyyy-MM-dd}, when it was first seen.",
        _ => "Its feed gives it no date, so that it stands after all others where the newest come first.",
    };

    private static MissingAnswer ExplainFeed(string url, FeedRecord feed)
    {
        var (verdict, advice) = feed switch
        {
            { State: FeedState.Gone } => ("feed-gone", "If the feed is back, ask the operator to add it again."),
            { State: FeedState.Paused } => ("feed-paused", "Ask the operator why."),
            { LastFetch: null } => ("feed-waiting", null),
            { LastError: not null } => ("feed-failing", "Mend what the message says; the feed is tried again by itself."),
            _ => ("feed-ok", (string?)null),
        };
        return Answer(url, verdict, SourceFeeds.Describe(feed), advice, [feed]);
    }

    private static MissingAnswer ExplainDecision(string url, IReadOnlyList<EntryDecision> decisions, IReadOnlyList<FeedRecord> feeds)
    {
        var from = feeds.Where(feed => decisions.Any(decision => decision.FeedId == feed.Id)).ToList();
        var refused = decisions.FirstOrDefault(decision => decision.Verdict is EntryVerdict.Filtered or EntryVerdict.Refused);
        var (verdict, message) = refused switch
        {
            null => ("waiting", "The entry was seen and taken in."),
            { Verdict: EntryVerdict.Filtered } => ("filtered", $"The entry was seen and left out on purpose: {refused.Reason}"),
            _ => ("refused", $"The entry was seen, but could not be made a post: {refused.Reason}"),
        };
        return Answer(url, verdict, message, verdict == "refused" ? "Mend the entry in the feed; it is read again at the next check." : null, from) with
        {
            Decisions = [.. decisions.Select(decision => new MissingAnswer.Decision(
                feeds.FirstOrDefault(feed => feed.Id == decision.FeedId)?.Url ?? decision.FeedId, decision.Title,
                decision.Verdict.ToString().ToLowerInvariant(), decision.Reason, decision.At.UtcDateTime))],
        };
    }

    private static MissingAnswer Answer(string url, string verdict, string message, string? advice, IEnumerable<FeedRecord> feeds) =>
        new(url, verdict, message, advice, null, null, [], [.. feeds.Select(SourceAnswer.FeedHealth.Of)]);
}
