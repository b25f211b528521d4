using System.Buffers;

namespace SearchPlanet.Feeds.Xml;

/// <summary>
/// Puts a document's elements on an <see cref="XmlTape"/>, mending its nesting: an end tag closes the nearest open
/// element of its name and whatever is open inside; one that matches nothing is skipped; an item ends where the next
/// begins; a leaf that was never closed gives back the elements it swallowed.
/// </summary>
internal sealed class XmlTapeBuilder
{
    private readonly char[] _text;
    private readonly int _length;
    private readonly DiagnosticLog _log;
    private readonly List<Open> _open = [];
    private readonly List<Prefix> _prefixes = [];
    private readonly List<string?> _bases;
    private readonly List<string?> _languages = [null];
    private XmlElement[] _elements = ArrayPool<XmlElement>.Shared.Rent(256);
    private int _count;
    private int _skippedDepth;
    private int _rereadBudget;
    private XmlReferences _references = XmlReferences.Predefined;

    public XmlTapeBuilder(char[] text, int length, string? documentBase, DiagnosticLog log)
    {
        _text = text;
        _length = length;
        _bases = [documentBase];
        _log = log;

        // Going back over swallowed elements must not make a hostile document quadratic.
        _rereadBudget = Math.Max(length, 1 << 16);
    }

    private ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>Reads the whole document from <paramref name="start"/>.</summary>
    public XmlTape Build(int start)
    {
        var tokens = new XmlTokenizer(Text, start, _length);
        bool hasRoot = false;
        while (tokens.Read())
        {
            if (tokens.IsBroken)
            {
                ReportBroken(ref tokens);
            }

            switch (tokens.Kind)
            {
                case XmlTokenKind.StartTag:
                    hasRoot = true;
                    Begin(ref tokens);
                    break;
                case XmlTokenKind.EndTag:
                    End(ref tokens);
                    break;
                case XmlTokenKind.DocumentType when !hasRoot:
                    ReadDocumentType(ref tokens);
                    break;
                case XmlTokenKind.Text when !hasRoot && !Text[tokens.ValueStart..tokens.ValueEnd].IsWhiteSpace():
                    _log.Add(FeedDiagnosticCode.JunkBeforeDocument, "text before the root element", tokens.Start);
                    break;
                case XmlTokenKind.Text:
                    CheckReferences(tokens.ValueStart, tokens.ValueEnd);
                    break;
            }
        }

        if (_open.Count > 0)
        {
            _log.Add(FeedDiagnosticCode.Truncated, $"the document ends inside <{NameOf(_open[^1].Element)}>", _length);
            CloseDownTo(0, _length);
        }

        return new XmlTape(_text, _length, _elements, _count, _references, _bases, _languages);
    }

    /// <summary>Gives the rented array back; the tape must not be used any more.</summary>
    public void Release() => ArrayPool<XmlElement>.Shared.Return(_elements);

    private void ReportBroken(ref XmlTokenizer tokens) => _log.Add(
        tokens.Position >= _length && tokens.Kind != XmlTokenKind.Text ? FeedDiagnosticCode.Truncated : FeedDiagnosticCode.MalformedMarkup,
        tokens.Position >= _length && tokens.Kind != XmlTokenKind.Text ? "the document ends inside markup" : "markup that is not well-formed",
        tokens.Start);

    private void CheckReferences(int start, int end)
    {
        if (_log.Has(FeedDiagnosticCode.BareAmpersand) && _log.Has(FeedDiagnosticCode.UndefinedEntity))
        {
            return;
        }

        ReadOnlySpan<char> text = Text[start..end];
        for (int at = text.IndexOf('&'); at >= 0;)
        {
            ReadOnlySpan<char> rest = text[(at + 1)..];
            if (!IsPredefined(rest))
            {
                int semicolon = rest[..Math.Min(rest.Length, 34)].IndexOf(';');
                bool isNamed = semicolon > 0 && !rest[(rest[0] == '#' ? 1 : 0)..semicolon].ContainsAnyExcept(XmlCharacters.OfEntityNames);
                if (!isNamed)
                {
                    _log.Add(FeedDiagnosticCode.BareAmpersand, "an & that begins no reference", start + at);
                }
                else if (rest[0] != '#' && !_references.IsDeclared(rest[..semicolon]))
                {
                    _log.Add(FeedDiagnosticCode.UndefinedEntity, $"the entity &{rest[..semicolon]}; is not declared", start + at);
                }
            }

            int next = rest.IndexOf('&');
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    private static bool IsPredefined(ReadOnlySpan<char> rest) =>
        rest.StartsWith("lt;") || rest.StartsWith("gt;") || rest.StartsWith("amp;") || rest.StartsWith("quot;") || rest.StartsWith("apos;");

    private void ReadDocumentType(ref XmlTokenizer tokens)
    {
        ReadOnlySpan<char> documentType = Text[tokens.ValueStart..tokens.ValueEnd];
        if (!documentType.Contains('['))
        {
            return;
        }

        Dictionary<string, string> declared = InternalSubset.Read(documentType, out bool isBomb, out bool isIgnored);
        if (isBomb)
        {
            _log.Add(FeedDiagnosticCode.EntityBombRefused, "EntityBombRefused: entities made of entities are not expanded", tokens.Start);
        }
        else if (isIgnored)
        {
            _log.Add(FeedDiagnosticCode.EntityDeclarationsIgnored, "entity declarations were ignored", tokens.Start);
        }

        if (declared.Count > 0)
        {
            _references = new XmlReferences(declared);
        }
    }

    private void Begin(ref XmlTokenizer tokens)
    {
        if (_skippedDepth > 0)
        {
            _skippedDepth += tokens.IsSelfClosing ? 0 : 1;
            return;
        }

        ReadOnlySpan<char> qualified = tokens.Name;
        int colon = qualified.IndexOf(':');
        int localStart = tokens.NameStart + colon + 1;
        ElementName name = ElementNames.Of(Text[localStart..tokens.NameEnd]);
        if (name is ElementName.Item or ElementName.Entry)
        {
            CloseOpenItem(tokens.Start);
        }

        if (_open.Count >= FeedLimits.MaxDepth)
        {
            _log.Add(FeedDiagnosticCode.TooDeep, $"TooDeep: elements deeper than {FeedLimits.MaxDepth} were skipped", tokens.Start);
            _skippedDepth = tokens.IsSelfClosing ? 0 : 1;
            return;
        }

        if (_count >= FeedLimits.MaxElements)
        {
            _log.Add(FeedDiagnosticCode.TooMany, $"TooMany: elements past {FeedLimits.MaxElements} were skipped", tokens.Start);
            return;
        }

        Open parent = _open.Count > 0 ? _open[^1] : default;
        var open = new Open(_count, name, tokens.NameStart, tokens.NameEnd, _prefixes.Count);
        var element = new XmlElement
        {
            Name = name,
            NameStart = localStart,
            NameEnd = tokens.NameEnd,
            AttributesStart = tokens.ValueStart,
            AttributesEnd = tokens.ValueEnd,
            ContentStart = tokens.Position,
            ContentEnd = tokens.Position,
            SubtreeEnd = _count + 1,
            Base = _open.Count > 0 ? _elements[parent.Element].Base : 0,
            Language = _open.Count > 0 ? _elements[parent.Element].Language : 0,
        };
        if (tokens.ValueEnd > tokens.ValueStart + 4)
        {
            ReadScope(ref element, Text[tokens.ValueStart..tokens.ValueEnd]);
        }

        element.Vocabulary = VocabularyOf(colon > 0 ? qualified[..colon] : default, tokens.Start);
        Append(element);
        if (tokens.IsSelfClosing)
        {
            _prefixes.RemoveRange(open.PrefixCount, _prefixes.Count - open.PrefixCount);
            return;
        }

        _open.Add(open);
        if (IsKeptWhole(element))
        {
            ReadWhole(ref tokens);
        }
    }

    private void Append(XmlElement element)
    {
        if (_count == _elements.Length)
        {
            XmlElement[] larger = ArrayPool<XmlElement>.Shared.Rent(_count * 2);
            _elements.AsSpan(0, _count).CopyTo(larger);
            ArrayPool<XmlElement>.Shared.Return(_elements);
            _elements = larger;
        }

        _elements[_count++] = element;
    }

    /// <summary>Namespace declarations, xml:base and xml:lang.</summary>
    private void ReadScope(ref XmlElement element, ReadOnlySpan<char> text)
    {
        if (!text.Contains("xml", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var attributes = new XmlAttributes(text);
        while (attributes.Read())
        {
            ReadOnlySpan<char> name = attributes.Name;
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
                string? resolved = UriReference.Resolve(_bases[element.Base], _references.Unescape(attributes.Value.Trim()));
                bool isScript = resolved is not null && UriReference.IsAbsolute(resolved) && !UriReference.IsHierarchical(resolved);
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

    /// <summary>Prefixes in scope are looked through one by one, so there must not be many.</summary>
    private void Declare(string prefix, ReadOnlySpan<char> address)
    {
        if (_prefixes.Count < FeedLimits.MaxPrefixes)
        {
            _prefixes.Add(new Prefix(prefix, XmlNamespaces.OfAddress(address)));
        }
    }

    private XmlVocabulary VocabularyOf(ReadOnlySpan<char> prefix, int offset)
    {
        for (int i = _prefixes.Count - 1; i >= 0; i--)
        {
            if (prefix.SequenceEqual(_prefixes[i].Name))
            {
                XmlVocabulary declared = _prefixes[i].Vocabulary;

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

        if (!prefix.Equals("xml", StringComparison.OrdinalIgnoreCase))
        {
            _log.Add(FeedDiagnosticCode.UndeclaredPrefix, $"the prefix {prefix[..Math.Min(prefix.Length, 32)]} is not declared", offset);
        }

        return XmlNamespaces.OfPrefix(prefix);
    }

    /// <summary>Elements whose content may be markup of another kind, which is no business of the tape.</summary>
    private bool IsKeptWhole(XmlElement element) => element.Name switch
    {
        ElementName.Title or ElementName.Description or ElementName.Summary => true,
        ElementName.Subtitle or ElementName.Tagline or ElementName.Info or ElementName.Rights or ElementName.Copyright
            or ElementName.Abstract or ElementName.FullItem => true,
        ElementName.Encoded => true,
        ElementName.Content => element.Vocabulary is XmlVocabulary.Rss or XmlVocabulary.Atom,
        ElementName.Body => IsInItem(),
        _ => false,
    };

    private bool IsInItem()
    {
        foreach (Open open in _open)
        {
            if (open.Name is ElementName.Item or ElementName.Entry)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads to the end of the innermost open element, looking only for that end and for what must end it.</summary>
    private void ReadWhole(ref XmlTokenizer tokens)
    {
        int self = _open[^1].Element;
        ReadOnlySpan<char> own = Text[_open[^1].QualifiedStart.._open[^1].QualifiedEnd];
        int nested = 0;
        int swallowed = -1;
        while (tokens.Read())
        {
            switch (tokens.Kind)
            {
                case XmlTokenKind.EndTag when tokens.Name.Equals(own, StringComparison.OrdinalIgnoreCase):
                    if (nested-- == 0)
                    {
                        Close(tokens.Start);
                        return;
                    }

                    break;
                case XmlTokenKind.EndTag when EndsAround(ref tokens):
                    GiveBack(ref tokens, self, swallowed, tokens.Start);
                    return;
                case XmlTokenKind.StartTag:
                    if (BeginsNextItem(ref tokens, self))
                    {
                        GiveBack(ref tokens, self, swallowed, tokens.Start);
                        return;
                    }

                    _elements[self].HasMarkup = true;
                    if (swallowed < 0 && !tokens.Name.Equals(own, StringComparison.OrdinalIgnoreCase) && IsFeedOnly(ref tokens))
                    {
                        swallowed = tokens.Start;
                    }

                    if (!tokens.IsSelfClosing && tokens.Name.Equals(own, StringComparison.OrdinalIgnoreCase))
                    {
                        nested++;
                    }

                    break;
                case XmlTokenKind.EndTag:
                    _elements[self].HasMarkup |= swallowed < 0;
                    break;
                case XmlTokenKind.Text:
                    CheckReferences(tokens.ValueStart, tokens.ValueEnd);
                    break;
            }
        }

        _log.Add(FeedDiagnosticCode.Truncated, $"the document ends inside <{NameOf(self)}>", _length);
        GiveBack(ref tokens, self, swallowed, _length);
    }

    /// <summary>Whether an end tag belongs to an item or to what is around items, and one of those is open.</summary>
    private bool EndsAround(ref XmlTokenizer tokens)
    {
        ElementName name = LocalNameOf(tokens.Name);
        if (!IsStructure(name))
        {
            return false;
        }

        foreach (Open open in _open)
        {
            if (Text[open.QualifiedStart..open.QualifiedEnd].Equals(tokens.Name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private bool BeginsNextItem(ref XmlTokenizer tokens, int self)
    {
        ElementName name = LocalNameOf(tokens.Name);
        if (name is not (ElementName.Item or ElementName.Entry))
        {
            return false;
        }

        // An Atom content of an XML type may be anything, an entry too.
        XmlElement element = _elements[self];
        return element.AttributesEnd == element.AttributesStart
            || !Text[element.AttributesStart..element.AttributesEnd].Contains("xml", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Names that only feeds use: found inside a title or description, that one was never closed.</summary>
    private static bool IsFeedOnly(ref XmlTokenizer tokens) => LocalNameOf(tokens.Name) is ElementName.PubDate or ElementName.Guid
        or ElementName.Description or ElementName.Enclosure or ElementName.Encoded or ElementName.Creator or ElementName.Published
        or ElementName.Updated or ElementName.Category or ElementName.LastBuildDate or ElementName.Link or ElementName.Author
        or ElementName.Comments or ElementName.ManagingEditor or ElementName.WebMaster or ElementName.Generator or ElementName.Id
        or ElementName.Content or ElementName.Date;

    private static ElementName LocalNameOf(ReadOnlySpan<char> qualified)
    {
        int colon = qualified.IndexOf(':');
        return ElementNames.Of(colon < 0 ? qualified : qualified[(colon + 1)..]);
    }

    /// <summary>Closes the innermost element at <paramref name="end"/>, or at what it swallowed, which is then read again.</summary>
    private void GiveBack(ref XmlTokenizer tokens, int self, int swallowed, int end)
    {
        _log.Add(FeedDiagnosticCode.UnclosedElement, $"<{NameOf(self)}> is not closed", _elements[self].NameStart);
        if (swallowed >= 0 && end - swallowed <= _rereadBudget)
        {
            _rereadBudget -= end - swallowed;
            end = swallowed;
        }

        Close(end);
        tokens.Position = end;
    }

    private static bool IsStructure(ElementName name) => name is ElementName.Item or ElementName.Entry or ElementName.Channel
        or ElementName.Feed or ElementName.Rss or ElementName.Rdf or ElementName.Html or ElementName.Opml;

    private void CloseOpenItem(int end)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Name is ElementName.Item or ElementName.Entry)
            {
                _log.Add(FeedDiagnosticCode.UnclosedElement, $"<{NameOf(_open[i].Element)}> is not closed", end);
                CloseDownTo(i, end);
                return;
            }
        }
    }

    private void End(ref XmlTokenizer tokens)
    {
        if (_skippedDepth > 0)
        {
            _skippedDepth--;
            return;
        }

        bool isStructure = IsStructure(LocalNameOf(tokens.Name));
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (Text[_open[i].QualifiedStart.._open[i].QualifiedEnd].Equals(tokens.Name, StringComparison.OrdinalIgnoreCase))
            {
                if (i < _open.Count - 1)
                {
                    _log.Add(FeedDiagnosticCode.MismatchedTag, $"</{ShortNameOf(ref tokens)}> where <{NameOf(_open[^1].Element)}> is open", tokens.Start);
                }

                CloseDownTo(i, tokens.Start);
                return;
            }

            // A stray end tag of a leaf must not close the item around it.
            if (!isStructure && IsStructure(_open[i].Name))
            {
                break;
            }
        }

        _log.Add(FeedDiagnosticCode.MismatchedTag, $"</{ShortNameOf(ref tokens)}> closes nothing", tokens.Start);
    }

    /// <summary>Closes all open elements from the innermost down to the one at <paramref name="index"/>.</summary>
    private void CloseDownTo(int index, int end)
    {
        while (_open.Count > index)
        {
            int element = _open[^1].Element;
            bool isUnclosed = _open.Count - 1 > index;
            Close(end);
            if (isUnclosed && _elements[element].SubtreeEnd > element + 1 && IsLeaf(_elements[element].Name))
            {
                // Its children become its siblings.
                _elements[element].ContentEnd = StartOfTag(element + 1);
                _elements[element].SubtreeEnd = element + 1;
            }
        }
    }

    private int StartOfTag(int element)
    {
        int at = _elements[element].NameStart;
        return Math.Max(Text[..at].LastIndexOf('<'), 0);
    }

    /// <summary>Elements that hold text and nothing else.</summary>
    private static bool IsLeaf(ElementName name) => name is ElementName.Link or ElementName.Guid or ElementName.PubDate or ElementName.Id
        or ElementName.Category or ElementName.Comments or ElementName.Language or ElementName.Generator or ElementName.Ttl
        or ElementName.LastBuildDate or ElementName.ManagingEditor or ElementName.WebMaster or ElementName.Published or ElementName.Updated
        or ElementName.Creator or ElementName.Date or ElementName.Url or ElementName.Name or ElementName.Email or ElementName.Uri
        or ElementName.Enclosure or ElementName.Subject or ElementName.Modified or ElementName.Issued or ElementName.Created;

    private void Close(int end)
    {
        Open open = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        _prefixes.RemoveRange(open.PrefixCount, _prefixes.Count - open.PrefixCount);
        ref XmlElement element = ref _elements[open.Element];
        element.ContentEnd = end;
        element.SubtreeEnd = _count;
        element.HasMarkup |= _count > open.Element + 1;
    }

    private string NameOf(int element) => Shorten(Text[_elements[element].NameStart.._elements[element].NameEnd]);

    private static string ShortNameOf(ref XmlTokenizer tokens) => Shorten(tokens.Name);

    private static string Shorten(ReadOnlySpan<char> name) => name[..Math.Min(name.Length, 32)].ToString();

    private readonly record struct Open(int Element, ElementName Name, int QualifiedStart, int QualifiedEnd, int PrefixCount);

    private readonly record struct Prefix(string Name, XmlVocabulary Vocabulary);
}
