namespace SearchPlanet.Search.QueryLanguage;

/// <summary>A dimension that posts are filtered by, without a say in their order. The names in lower case are the operators'.</summary>
public enum FilterField
{
    Tag,
    Author,
    Source,
    Planet,

    /// <summary>The host of the post's own address, or a domain above it.</summary>
    Site,
    Kind,
    Lang,

    /// <summary>A module that the post's code imports, or a package above it.</summary>
    Imports,
}
