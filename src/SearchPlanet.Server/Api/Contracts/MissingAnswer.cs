namespace SearchPlanet.Server.Api.Contracts;

/// <summary>Why a post or feed is, or is not, in the index.</summary>
/// <param name="Verdict">Stable: <c>indexed</c>, <c>waiting</c>, <c>removed</c>, <c>filtered</c>, <c>refused</c>, <c>not-seen</c>, <c>feed-ok</c>, <c>feed-waiting</c>, <c>feed-failing</c>, <c>feed-paused</c>, <c>feed-gone</c>, <c>unknown</c>.</param>
/// <param name="Message">The same for people.</param>
/// <param name="Advice">What its author can do; null when there is nothing to do.</param>
public sealed record MissingAnswer(
    string Url, string Verdict, string Message, string? Advice, string? PostId, string? PostTitle,
    IReadOnlyList<MissingAnswer.Decision> Decisions, IReadOnlyList<SourceAnswer.FeedHealth> Feeds)
{
    /// <param name="Verdict"><c>new</c>, <c>changed</c>, <c>unchanged</c>, <c>duplicate</c>, <c>filtered</c> or <c>refused</c>.</param>
    public sealed record Decision(string FeedUrl, string Title, string Verdict, string? Reason, DateTime At);
}
