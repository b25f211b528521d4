namespace SearchPlanet.Feeds.Xml;

/// <summary>What attributes declare for an element and all inside it: namespaces, xml:base and xml:lang.</summary>
internal sealed class XmlScopes
{
    private readonly List<Prefix> _prefixes = [];
    private readonly List<string?> _bases;
    private readonly List<string?> _languages = [null];

    public XmlScopes(string? documentBase) => _bases = [documentBase];

    /// <summary>Every base that holds anywhere; elements know theirs by its place. The first is the document's own.</summary>
    public List<string?> Bases => _bases;

    /// <summary>Every language that holds anywhere; the first is none.</summary>
    public List<string?> Languages => _languages;

    /// <summary>How many prefixes are in scope, for <see cref="Leave"/>.</summary>
    public int Count => _prefixes.Count;

    /// <summary>Forgets the prefixes past the first <paramref name="count"/>: the element that declared them has ended.</summary>
    public void Leave(int count) => _prefixes.RemoveRange(count, _prefixes.Count - count);

    /// <summary>Takes what the attributes of an element declare.</summary>
    public void Read(ref XmlElement element, ReadOnlySpan<char> text, XmlReferences references)
    {
        if (!text.Contains("xml", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var attributes = new XmlAttributes(text);
        while (attributes.Read())
        {
            var name = attributes.Name;
            if (name.Equals("xmlns", StringComparison.OrdinalIgnoreCase))
            {
                Declare("", attributes.Value);
            }
            else if (name.StartsWith("xmlns:", StringComparison.OrdinalIgnoreCase))
            {
                Declare(name["xmlns:".Length..].ToString(), attributes.Value);
            }
            else if (name.Equals("xml:base", StringComparison.OrdinalIgnoreCase))
            {
                var resolved = UriReference.Resolve(_bases[element.Base], references.Unescape(attributes.Value.Trim()));
                var isScript = resolved is not null && UriReference.IsAbsolute(resolved) && !UriReference.IsHierarchical(resolved);
                if (!string.IsNullOrEmpty(resolved) && !isScript)
                {
                    _bases.Add(resolved);
                    element.Base = _bases.Count - 1;
                }
            }
            else if (name.Equals("xml:lang", StringComparison.OrdinalIgnoreCase))
            {
                _languages.Add(attributes.Value.IsWhiteSpace() ? null : attributes.Value.Trim().ToString().Replace('_', '-'));
                element.Language = _languages.Count - 1;
            }
        }
    }

    /// <summary>The vocabulary of names with this prefix, here.</summary>
    /// <param name="isDeclared">False when nobody said what it means, and its name was taken for it.</param>
    public XmlVocabulary VocabularyOf(ReadOnlySpan<char> prefix, out bool isDeclared)
    {
        isDeclared = true;
        for (var i = _prefixes.Count - 1; i >= 0; i--)
        {
            if (prefix.SequenceEqual(_prefixes[i].Name))
            {
                var declared = _prefixes[i].Vocabulary;

                // An unknown address under a well-known prefix is nearly always a mistyped one, under none a home-made RSS.
                return declared != XmlVocabulary.Foreign ? declared
                    : prefix.IsEmpty ? XmlVocabulary.Rss
                    : XmlNamespaces.OfPrefix(prefix);
            }
        }

        if (prefix.IsEmpty)
        {
            return XmlVocabulary.Rss;
        }

        isDeclared = prefix.Equals("xml", StringComparison.OrdinalIgnoreCase);
        return XmlNamespaces.OfPrefix(prefix);
    }

    /// <summary>Prefixes in scope are looked through one by one, so there must not be many.</summary>
    private void Declare(string prefix, ReadOnlySpan<char> address)
    {
        if (_prefixes.Count < FeedLimits.MaxPrefixes)
        {
            _prefixes.Add(new Prefix(prefix, XmlNamespaces.OfAddress(address)));
        }
    }

    private readonly record struct Prefix(string Name, XmlVocabulary Vocabulary);
}
