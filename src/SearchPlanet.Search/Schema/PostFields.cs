namespace SearchPlanet.Search.Schema;

/// <summary>The names of the index's fields.</summary>
internal static class PostFields
{
    public const string Id = "id";

    // Text, for ranking.
    public const string Title = "title";
    public const string Body = "body";
    public const string Code = "code";
    public const string TagText = "tag_text";
    public const string AuthorText = "author_text";

    // Values as facets show them, with columns.
    public const string Tag = "tag";
    public const string Author = "author";
    public const string Source = "source";
    public const string Planet = "planet";
    public const string Kind = "kind";
    public const string Language = "lang";
    public const string Year = "year";

    /// <summary><c>django:6.0</c>: family and version as the operator spells them.</summary>
    public const string Version = "version";

    /// <summary>The words of the title, all together, as <c>TextAnalysis.KeyOf</c> writes them.</summary>
    public const string TitleKey = "title_key";

    // Values for filters only.
    /// <summary>Authors in lower case.</summary>
    public const string AuthorKey = "author_key";

    /// <summary>Source titles in lower case.</summary>
    public const string SourceTitle = "source_title";

    /// <summary>The host of the post's address, and each domain above it that has a dot.</summary>
    public const string Site = "site";

    /// <summary>The post's own address and those of its copies, as <c>CanonicalUrl.KeyOf</c> compares them.</summary>
    public const string Address = "address";

    /// <summary>Modules imported, and each package above them.</summary>
    public const string Imports = "imports";

    /// <summary><see cref="HasCode"/> for posts with code.</summary>
    public const string Has = "has";

    /// <summary>Addresses that the post links to, as <c>CanonicalUrl.KeyOf</c> compares them.</summary>
    public const string LinksTo = "links_to";

    // Numbers.
    /// <summary>Publication in seconds since 1970, UTC; missing when unknown.</summary>
    public const string Published = "published";

    /// <summary>The same in days.</summary>
    public const string Day = "day";

    /// <summary>A hash of the id: the last criterion of every order, so that it does not depend on where a post lies in the index.</summary>
    public const string Key = "key";

    // Stored.
    /// <summary>What a result list shows, by <see cref="PostSummaryCodec"/>.</summary>
    public const string Summary = "summary";

    /// <summary>The post's text, by <see cref="PassageCodec"/>.</summary>
    public const string Passages = "passages";

    /// <summary>The one value of <see cref="Has"/>.</summary>
    public const string HasCode = "code";
}
