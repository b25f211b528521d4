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
    private readonly XmlScopes _scopes;
    private XmlElement[] _elements = ArrayPool<XmlElement>.Shared.Rent(256);
    private int _count;
    private int _skippedDepth;
    private int _rereadBudget;
    private XmlReferences _references = XmlReferences.Predefined;

    public XmlTapeBuilder(char[] text, int length, string? documentBase, DiagnosticLog log)
    {
        _text = text;
        _length = length;
        _scopes = new XmlScopes(documentBase);
        _log = log;

        // Going back over swallowed elements must not make a hostile document quadratic.
        _rereadBudget = Math.Max(length, 1 << 16);
    }

    private ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>Reads the whole document from <paramref name="start"/>.</summary>
    public XmlTape Build(int start)
    {
        var tokens = new XmlTokenizer(Text, start, _length);
        var hasRoot = false;
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
                    ReferenceDiagnostics.Report(Text[tokens.ValueStart..tokens.ValueEnd], tokens.ValueStart, _references, _log);
                    break;
            }
        }

        if (_open.Count > 0)
        {
            _log.Add(FeedDiagnosticCode.Truncated, $"the document ends inside <{NameOf(_open[^1].Element)}>", _length);
            CloseDownTo(0, _length);
        }

        return new XmlTape(_text, _length, _elements, _count, _references, _scopes.Bases, _scopes.Languages);
    }

    /// <summary>Gives the rented array back; the tape must not be used any more.</summary>
    public void Release() => ArrayPool<XmlElement>.Shared.Return(_elements);

    private void ReportBroken(ref XmlTokenizer tokens) => _log.Add(
        tokens.Position >= _length && tokens.Kind != XmlTokenKind.Text ? FeedDiagnosticCode.Truncated : FeedDiagnosticCode.MalformedMarkup,
        tokens.Position >= _length && tokens.Kind != XmlTokenKind.Text ? "the document ends inside markup" : "markup that is not well-formed",
        tokens.Start);

    private void ReadDocumentType(ref XmlTokenizer tokens)
    {
        var documentType = Text[tokens.ValueStart..tokens.ValueEnd];
        if (!documentType.Contains('['))
        {
            return;
        }

        var declared = InternalSubset.Read(documentType, out var isBomb, out var isIgnored);
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

        var qualified = tokens.Name;
        var colon = qualified.IndexOf(':');
        var localStart = tokens.NameStart + colon + 1;
        var name = ElementNames.Of(Text[localStart..tokens.NameEnd]);
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

        var parent = _open.Count > 0 ? _open[^1] : default;
        var open = new Open(_count, name, tokens.NameStart, tokens.NameEnd, _scopes.Count);
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
            _scopes.Read(ref element, Text[tokens.ValueStart..tokens.ValueEnd], _references);
        }

        var prefix = colon > 0 ? qualified[..colon] : default;
        element.Vocabulary = _scopes.VocabularyOf(prefix, out var isDeclared);
        if (!isDeclared)
        {
            _log.Add(FeedDiagnosticCode.UndeclaredPrefix, $"the prefix {DiagnosticLog.Shorten(prefix)} is not declared", tokens.Start);
        }

        Append(element);
        if (tokens.IsSelfClosing)
        {
            _scopes.Leave(open.PrefixCount);
            return;
        }

        _open.Add(open);
        if (ElementNesting.IsKeptWhole(name, element.Vocabulary, name == ElementName.Body && IsInItem()))
        {
            ReadWhole(ref tokens);
        }
    }

    private void Append(XmlElement element)
    {
        if (_count == _elements.Length)
        {
            var larger = ArrayPool<XmlElement>.Shared.Rent(_count * 2);
            _elements.AsSpan(0, _count).CopyTo(larger);
            ArrayPool<XmlElement>.Shared.Return(_elements);
            _elements = larger;
        }

        _elements[_count++] = element;
    }

    private bool IsInItem()
    {
        foreach (var open in _open)
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
        var self = _open[^1].Element;
        var own = Text[_open[^1].QualifiedStart.._open[^1].QualifiedEnd];
        var nested = 0;
        var swallowed = -1;
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
                    if (swallowed < 0 && !tokens.Name.Equals(own, StringComparison.OrdinalIgnoreCase) && ElementNesting.IsFeedOnly(LocalNameOf(tokens.Name)))
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
                    ReferenceDiagnostics.Report(Text[tokens.ValueStart..tokens.ValueEnd], tokens.ValueStart, _references, _log);
                    break;
            }
        }

        _log.Add(FeedDiagnosticCode.Truncated, $"the document ends inside <{NameOf(self)}>", _length);
        GiveBack(ref tokens, self, swallowed, _length);
    }

    /// <summary>Whether an end tag belongs to an item or to what is around items, and one of those is open.</summary>
    private bool EndsAround(ref XmlTokenizer tokens)
    {
        var name = LocalNameOf(tokens.Name);
        if (!ElementNesting.IsStructure(name))
        {
            return false;
        }

        foreach (var open in _open)
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
        var name = LocalNameOf(tokens.Name);
        if (name is not (ElementName.Item or ElementName.Entry))
        {
            return false;
        }

        // An Atom content of an XML type may be anything, an entry too.
        var element = _elements[self];
        return element.AttributesEnd == element.AttributesStart
            || !Text[element.AttributesStart..element.AttributesEnd].Contains("xml", StringComparison.OrdinalIgnoreCase);
    }

    private static ElementName LocalNameOf(ReadOnlySpan<char> qualified)
    {
        var colon = qualified.IndexOf(':');
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

    private void CloseOpenItem(int end)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
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

        var isStructure = ElementNesting.IsStructure(LocalNameOf(tokens.Name));
        for (var i = _open.Count - 1; i >= 0; i--)
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
            if (!isStructure && ElementNesting.IsStructure(_open[i].Name))
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
            var element = _open[^1].Element;
            var isUnclosed = _open.Count - 1 > index;
            Close(end);
            if (isUnclosed && _elements[element].SubtreeEnd > element + 1 && ElementNesting.IsLeaf(_elements[element].Name))
            {
                // Its children become its siblings.
                _elements[element].ContentEnd = StartOfTag(element + 1);
                _elements[element].SubtreeEnd = element + 1;
            }
        }
    }

    private int StartOfTag(int element)
    {
        var at = _elements[element].NameStart;
        return Math.Max(Text[..at].LastIndexOf('<'), 0);
    }

    private void Close(int end)
    {
        var open = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        _scopes.Leave(open.PrefixCount);
        ref var element = ref _elements[open.Element];
        element.ContentEnd = end;
        element.SubtreeEnd = _count;
        element.HasMarkup |= _count > open.Element + 1;
    }

    private string NameOf(int element) => DiagnosticLog.Shorten(Text[_elements[element].NameStart.._elements[element].NameEnd]);

    private static string ShortNameOf(ref XmlTokenizer tokens) => DiagnosticLog.Shorten(tokens.Name);

    private readonly record struct Open(int Element, ElementName Name, int QualifiedStart, int QualifiedEnd, int PrefixCount);
}
