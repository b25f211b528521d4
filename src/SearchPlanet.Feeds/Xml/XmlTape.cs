namespace SearchPlanet.Feeds.Xml;

/// <summary>
/// A parsed document: its text, and its elements in document order, each knowing where its subtree ends. Elements that
/// hold inline markup (titles, descriptions, contents) are kept whole as a range of the text. Belongs to one parse.
/// </summary>
internal sealed class XmlTape
{
    private readonly char[] _text;
    private readonly int _length;
    private readonly List<string?> _bases;

    public XmlTape(char[] text, int length, XmlElement[] elements, int count, XmlReferences references, List<string?> bases, IReadOnlyList<string?> languages)
    {
        _text = text;
        _length = length;
        Elements = elements;
        Count = count;
        References = references;
        _bases = bases;
        Languages = languages;
    }

    public XmlElement[] Elements { get; }

    public int Count { get; }

    public XmlReferences References { get; }

    /// <summary>Absolute where they could be made so; the first is the document's own, null when unknown.</summary>
    public IReadOnlyList<string?> Bases => _bases;

    /// <summary>The base where no xml:base holds.</summary>
    public string? DocumentBase
    {
        get => _bases[0];
        set => _bases[0] = value;
    }

    public IReadOnlyList<string?> Languages { get; }

    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>The first child, to be followed with <see cref="Next"/>; -1 when there is none.</summary>
    public int FirstChild(int element) => element + 1 < Elements[element].SubtreeEnd ? element + 1 : -1;

    /// <summary>The next sibling of <paramref name="child"/> in <paramref name="parent"/>, or -1.</summary>
    public int Next(int parent, int child)
    {
        var next = Elements[child].SubtreeEnd;
        return next < Elements[parent].SubtreeEnd ? next : -1;
    }

    /// <summary>The first child of that name in any vocabulary, or -1.</summary>
    public int Child(int parent, ElementName name)
    {
        for (var child = FirstChild(parent); child >= 0; child = Next(parent, child))
        {
            if (Elements[child].Name == name)
            {
                return child;
            }
        }

        return -1;
    }

    /// <summary>The value of an attribute by its local name, whatever its prefix and case; an unprefixed one is preferred.</summary>
    /// <returns>Trimmed; null when missing.</returns>
    public string? Attribute(int element, string name)
    {
        ref readonly var at = ref Elements[element];
        if (at.AttributesStart == at.AttributesEnd)
        {
            return null;
        }

        var attributes = new XmlAttributes(Text[at.AttributesStart..at.AttributesEnd]);
        string? prefixed = null;
        while (attributes.Read())
        {
            var found = attributes.Name;
            if (found.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Finish(attributes.Value);
            }

            var colon = found.IndexOf(':');
            if (colon > 0 && prefixed is null && found[(colon + 1)..].Equals(name, StringComparison.OrdinalIgnoreCase) && !found.StartsWith("xmlns", StringComparison.OrdinalIgnoreCase))
            {
                prefixed = Finish(attributes.Value);
            }
        }

        return prefixed;
    }

    /// <summary>The text of an element and its descendants, references resolved once, trimmed; empty when there is none.</summary>
    public string TextOf(int element)
    {
        ref readonly var at = ref Elements[element];
        return TextOf(at.ContentStart, at.ContentEnd);
    }

    /// <summary>The same for any range of the text.</summary>
    public string TextOf(int start, int end)
    {
        var content = Text[start..end].Trim();
        if (content.IndexOfAny('<', '&') < 0)
        {
            return MistakenCharacters.Repair(content.ToString());
        }

        if (!content.Contains('<'))
        {
            return Unescaped(content);
        }

        var buffer = new CharBuffer(content.Length);
        var tokens = new XmlTokenizer(Text, start, end);
        while (tokens.Read())
        {
            var value = Text[tokens.ValueStart..tokens.ValueEnd];
            switch (tokens.Kind)
            {
                case XmlTokenKind.Text:
                    References.Unescape(value, ref buffer);
                    break;
                case XmlTokenKind.CharacterData:
                    buffer.Append(value);
                    break;
            }
        }

        var result = MistakenCharacters.Repair(buffer.Span.Trim().ToString());
        buffer.Dispose();
        return result;
    }

    private string Finish(ReadOnlySpan<char> value) =>
        value.Contains('&') ? Unescaped(value) : MistakenCharacters.Repair(value.Trim().ToString());

    private string Unescaped(ReadOnlySpan<char> content)
    {
        var buffer = new CharBuffer(content.Length);
        References.Unescape(content, ref buffer);
        var result = MistakenCharacters.Repair(buffer.Span.Trim().ToString());
        buffer.Dispose();
        return result;
    }
}
