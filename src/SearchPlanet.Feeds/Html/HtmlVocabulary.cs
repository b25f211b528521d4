using System.Collections.Frozen;

namespace SearchPlanet.Feeds.Html;

/// <summary>The element names of HTML that posts are written with.</summary>
internal static class HtmlVocabulary
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Elements = (
        "a abbr acronym address area article aside audio b bdi bdo big blockquote br button canvas caption center cite " +
        "code col colgroup command datagrid datalist dd del details dfn dialog dir div dl dt em event-source fieldset figcaption " +
        "figure font footer form h1 h2 h3 h4 h5 h6 header hr i iframe img input ins kbd keygen label legend li m main map mark menu " +
        "meter multicol nav nextid nobr noscript object ol optgroup option output p picture pre progress q rb rp rt ruby s samp " +
        "section select small sound source spacer span strike strong sub summary sup svg table tbody td textarea tfoot th thead " +
        "time tr tt u ul var video wbr")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> VoidElements =
        "area base br col embed hr img input link meta param source track wbr"
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BlockElements = (
        "address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 " +
        "header hr li main nav ol p pre section table td th tr ul")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsElement(ReadOnlySpan<char> name) => Elements.Contains(name);

    /// <summary>Whether the element never has content nor an end tag.</summary>
    public static bool IsVoid(ReadOnlySpan<char> name) => VoidElements.Contains(name);

    /// <summary>Whether text before and after the element stands apart.</summary>
    public static bool IsBlock(ReadOnlySpan<char> name) => BlockElements.Contains(name);
}
