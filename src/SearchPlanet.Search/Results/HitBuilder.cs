using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>Makes hits of what the index keeps for result lists.</summary>
internal static class HitBuilder
{
    /// <summary>A hit without marks; its one snippet is the beginning of the text.</summary>
    public static Hit Plain(PostSummary summary) => new()
    {
        Id = summary.Id,
        Url = summary.Url,
        Title = summary.Title,
        TitleHtml = SnippetBuilder.Escaped(summary.Title),
        Snippets = summary.Excerpt.Length == 0 ? [] : [SnippetBuilder.Plain(summary.Excerpt)],
        Excerpt = summary.Excerpt,
        Authors = summary.Authors,
        Tags = summary.Tags,
        Kind = summary.Kind,
        Language = summary.Language,
        Published = summary.Published,
        DateConfidence = summary.DateConfidence,
        Updated = summary.Updated,
        Sources = summary.Sources,
        Versions = summary.Versions,
        HasCode = summary.HasCode,
        Words = summary.Words,
        EarlierVersion = summary.EarlierVersion,
        PartOf = summary.PartOf,
    };

    /// <summary>A hit with what matched marked, in the title and in the best passages.</summary>
    public static Hit Marked(PostSnapshot snapshot, int doc, PostSummary summary, SnippetBuilder snippets)
    {
        var hit = Plain(summary);
        var passages = snippets.Passages(snapshot.PassagesOf(doc), summary.Words);
        return hit with { TitleHtml = snippets.Title(summary.Title), Snippets = passages.Count > 0 ? passages : hit.Snippets };
    }
}
