using System.Collections.Frozen;

namespace SearchPlanet.Feeds.Xml;

/// <summary>From local names as written to <see cref="ElementName"/>.</summary>
internal static class ElementNames
{
    private static readonly FrozenDictionary<string, ElementName>.AlternateLookup<ReadOnlySpan<char>> Known = Build();

    public static ElementName Of(ReadOnlySpan<char> localName) =>
        Known.TryGetValue(localName, out var name) ? name : ElementName.Other;

    private static FrozenDictionary<string, ElementName>.AlternateLookup<ReadOnlySpan<char>> Build()
    {
        var names = Enum.GetValues<ElementName>()
            .Where(name => name != ElementName.Other)
            .ToDictionary(name => name.ToString(), StringComparer.OrdinalIgnoreCase);
        names.Remove(nameof(ElementName.InReplyTo));
        names["in-reply-to"] = ElementName.InReplyTo;
        names.Remove(nameof(ElementName.NewFeedUrl));
        names["new-feed-url"] = ElementName.NewFeedUrl;
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
