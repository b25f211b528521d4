using System.Collections.Immutable;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Ranking;

/// <summary>BM25's parameters for the text fields.</summary>
internal static class Similarities
{
    public static ImmutableDictionary<string, BM25Similarity> Of(RankingProfile profile)
    {
        var similarity = new BM25Similarity(profile.K1, profile.B);
        return new[] { PostFields.Title, PostFields.Body, PostFields.Code, PostFields.TagText, PostFields.AuthorText }
            .ToImmutableDictionary(static field => field, _ => similarity);
    }
}
