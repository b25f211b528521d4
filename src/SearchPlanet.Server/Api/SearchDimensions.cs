using SearchPlanet.Posts;

namespace SearchPlanet.Server.Api;

/// <summary>The names that parameters may use.</summary>
internal static class SearchDimensions
{
    /// <summary>Filters, in canonical order; each also with a leading <c>-</c>.</summary>
    public static readonly string[] Filters = ["tag", "author", "source", "planet", "kind", "lang"];

    public static readonly string[] Facets = ["tag", "author", "source", "planet", "kind", "lang", "year", "version"];

    /// <summary>Counted when the caller names none.</summary>
    public static readonly string[] DefaultFacets = ["tag", "author", "source", "planet", "kind", "year"];

    public static readonly string[] Kinds = [.. Enum.GetNames<PostKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>What people read for a filter's name.</summary>
    public static string NameOf(string filter) => filter switch { "source" => "blog", "lang" => "language", _ => filter };
}
