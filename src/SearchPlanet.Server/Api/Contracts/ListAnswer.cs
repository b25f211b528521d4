using SearchPlanet.Search.Results;

namespace SearchPlanet.Server.Api.Contracts;

/// <summary>Tags, authors or planets, the fullest first.</summary>
internal sealed record ListAnswer(int Total, IReadOnlyList<ListAnswer.Entry> Values, string? NextUrl, string IndexVersion)
{
    internal sealed record Entry(string Value, string Label, int Count, DateOnly? LastPublished, string? Url)
    {
        public static Entry Of(ListEntry entry, string? url) => new(entry.Value, entry.Label, entry.Count, entry.LastPublished, url);
    }
}
