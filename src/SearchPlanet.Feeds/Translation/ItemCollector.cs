using System.Globalization;
using SearchPlanet.Feeds.Atom;
using SearchPlanet.Feeds.Detection;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Translation;

/// <summary>An RSS item, an Atom entry or a CDF item.</summary>
internal sealed class ItemCollector : ElementCollector
{
    private const int None = -1;
    private string? _id;
    private bool _isAddress;
    private string? _originalLink;
    private string? _contentAddress;
    private string? _rights;
    private RankedDate _published;
    private RankedDate _updated;
    private int _summary = None;
    private int _secondSummary = None;
    private int _lesserSummary = None;
    private int _lesserSummaryRank;
    private int _content = None;
    private FeedSource? _source;
    private FeedDiscussion _discussion = FeedDiscussion.None;
    private TimeSpan? _duration;
    private List<FeedTranscript>? _transcripts;

    private ItemCollector(XmlTape tape, FeedFormat format, DiagnosticLog log)
        : base(tape, format is FeedFormat.Atom03 or FeedFormat.Atom10, log) => IsAtom03 = format == FeedFormat.Atom03;

    /// <summary>Its <c>modified</c> is required and <c>issued</c> often missing: then it is all that is known of both.</summary>
    private bool IsAtom03 { get; }

    /// <summary>Reads the item at <paramref name="element"/>.</summary>
    public static FeedItem Read(XmlTape tape, int element, FeedFormat format, DiagnosticLog log)
    {
        var collector = new ItemCollector(tape, format, log);
        collector.CollectAttributes(element);
        collector.CollectChildren(element);
        return collector.Build(element);
    }

    protected override bool CollectOwn(int element)
    {
        var at = Tape.Elements[element];
        return at.Vocabulary switch
        {
            XmlVocabulary.Rss or XmlVocabulary.Atom => CollectOwnCore(element, at),
            XmlVocabulary.DublinCore => CollectOwnDublinCore(element, at.Name),
            XmlVocabulary.DublinCoreTerms => CollectTerms(element, at.Name),
            XmlVocabulary.Content => OfferContent(element, at.Name == ElementName.Encoded),
            XmlVocabulary.Xhtml => OfferContent(element, at.Name == ElementName.Body),
            XmlVocabulary.ITunes or XmlVocabulary.GooglePlay => CollectOwnPodcast(element, at.Name),
            XmlVocabulary.Media => at.Name == ElementName.Description && OfferLesserSummary(4, element),
            _ => CollectModules(element, at),
        };
    }

    private void CollectAttributes(int element)
    {
        // CDF keeps an item's address and date in attributes, RSS 1.0 its name.
        _id = Tape.Attribute(element, "about");
        _isAddress = _id is not null;
        OfferLink(0, AddressOrNull(element, Tape.Attribute(element, "href")), lastWins: false);
        _updated.Offer(1, Tape.Attribute(element, "lastmod") ?? "", Log);
    }

    private bool CollectOwnCore(int element, XmlElement at)
    {
        switch (at.Name)
        {
            case ElementName.Guid or ElementName.Id:
                CollectId(element, at);
                return true;
            case ElementName.Description or ElementName.Summary or ElementName.Abstract:
                OfferSummary(element);
                return true;
            case ElementName.Content or ElementName.FullItem or ElementName.Body:
                if (at.Name == ElementName.Content)
                {
                    _contentAddress ??= AddressOrNull(element, Tape.Attribute(element, "src"));
                }

                return OfferContent(element, isContent: true);
            case ElementName.PubDate or ElementName.Published or ElementName.Issued:
                _published.Offer(0, Tape.TextOf(element), Log);
                return true;
            case ElementName.Updated or ElementName.Modified or ElementName.LastBuildDate:
                _updated.Offer(0, Tape.TextOf(element), Log);
                return true;
            case ElementName.Created:
                _published.Offer(3, Tape.TextOf(element), Log);
                return true;
            case ElementName.Source:
                _source ??= SourceCollector.Read(Tape, element, Log);
                return true;
            case ElementName.Comments:
                _discussion = _discussion with { CommentsPage = AddressOrNull(element, TextOrNull(element)) };
                return true;
            case ElementName.Rights or ElementName.Copyright:
                _rights ??= AtomText.Read(Tape, element, IsTyped(at), isHtmlByDefault: false)?.Value;
                return true;
            default:
                return false;
        }
    }

    private bool CollectOwnDublinCore(int element, ElementName name)
    {
        switch (name)
        {
            case ElementName.Description:
                return OfferLesserSummary(1, element);
            case ElementName.Date:
                // The date of "an event in the life of the resource": the only one, it stands for both.
                var date = Tape.TextOf(element);
                _published.Offer(2, date, Log);
                _updated.Offer(2, date, Log);
                return true;
            default:
                return false;
        }
    }

    private bool CollectTerms(int element, ElementName name)
    {
        switch (name)
        {
            case ElementName.Issued or ElementName.Available:
                _published.Offer(1, Tape.TextOf(element), Log);
                return true;
            case ElementName.Modified:
                _updated.Offer(1, Tape.TextOf(element), Log);
                return true;
            case ElementName.Created:
                _published.Offer(3, Tape.TextOf(element), Log);
                return true;
            default:
                return false;
        }
    }

    private bool CollectOwnPodcast(int element, ElementName name)
    {
        switch (name)
        {
            case ElementName.Summary or ElementName.Description:
                return OfferLesserSummary(2, element);
            case ElementName.Subtitle:
                return OfferLesserSummary(5, element);
            case ElementName.Duration:
                _duration = DurationOf(Tape.TextOf(element));
                return true;
            default:
                return false;
        }
    }

    private bool CollectModules(int element, XmlElement at)
    {
        switch (at.Vocabulary, at.Name)
        {
            case (XmlVocabulary.FeedBurner, ElementName.OrigLink):
                _originalLink ??= AddressOrNull(element, TextOrNull(element));
                return true;
            case (XmlVocabulary.Slash, ElementName.Comments) or (XmlVocabulary.Threading, ElementName.Total):
                if (int.TryParse(Tape.TextOf(element), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                {
                    _discussion = _discussion with { CommentCount = count };
                }

                return true;
            case (XmlVocabulary.CommentApi, ElementName.CommentRss):
                _discussion = _discussion with { CommentsFeed = AddressOrNull(element, TextOrNull(element)) };
                return true;
            case (XmlVocabulary.Threading, ElementName.InReplyTo):
                _discussion = _discussion with
                {
                    InReplyToId = Tape.Attribute(element, "ref"),
                    InReplyToLink = AddressOrNull(element, Tape.Attribute(element, "href")),
                };
                return true;
            case (XmlVocabulary.Podcast, ElementName.Transcript):
                CollectTranscript(element);
                return true;
            default:
                return false;
        }
    }

    private void CollectTranscript(int element)
    {
        if (AddressOrNull(element, Tape.Attribute(element, "url")) is { } address && (_transcripts ??= []).Count < FeedLimits.MaxRepeated)
        {
            var isCaptions = Tape.Attribute(element, "rel") is "captions";
            _transcripts.Add(new FeedTranscript(address, FeedMediaTypes.Essence(Tape.Attribute(element, "type")), Tape.Attribute(element, "language"), isCaptions));
        }
    }

    private void CollectId(int element, XmlElement at)
    {
        if (TextOrNull(element) is not { } id)
        {
            return;
        }

        var isGuid = at.Name == ElementName.Guid;
        var isOpaque = isGuid && Tape.Attribute(element, "ispermalink") is { } stated && !stated.Equals("true", StringComparison.OrdinalIgnoreCase);

        // Only what is written like a path is a relative address; "12345" is a name.
        var isPath = id[0] is '/' or '?' || id.StartsWith("./", StringComparison.Ordinal) || id.StartsWith("../", StringComparison.Ordinal);
        var isRelative = !isOpaque && (isPath || (!isGuid && at.Base > 0));
        _id = isRelative ? AddressOrNull(element, id) : id;

        // RSS says so unless it says otherwise; Atom's ids only identify, but one that is an address is better than no link.
        _isAddress = !isOpaque && (isGuid || at.Vocabulary == XmlVocabulary.Atom);
    }

    private void OfferSummary(int element)
    {
        if (IsEmpty(element))
        {
            return;
        }

        if (_summary == None)
        {
            _summary = element;
        }
        else if (_secondSummary == None)
        {
            _secondSummary = element;
        }
    }

    private bool OfferLesserSummary(int rank, int element)
    {
        if (!IsEmpty(element) && (_lesserSummary == None || rank < _lesserSummaryRank))
        {
            _lesserSummary = element;
            _lesserSummaryRank = rank;
        }

        return true;
    }

    private bool OfferContent(int element, bool isContent)
    {
        if (isContent && _content == None && !IsEmpty(element))
        {
            _content = element;
        }

        return isContent;
    }

    private bool IsEmpty(int element)
    {
        var at = Tape.Elements[element];
        return Tape.Text[at.ContentStart..at.ContentEnd].IsWhiteSpace();
    }

    private FeedItem Build(int element)
    {
        var link = Link;
        if (link is null && _isAddress && (UriReference.IsWeb(_id) || _id?.StartsWith("//", StringComparison.Ordinal) == true))
        {
            link = _id;
        }

        CollectReplies();

        // The links in a post are relative to the post, whatever address its feed was fetched from.
        var contentBase = UriReference.IsWeb(link) ? link : null;
        var summary = _summary != None ? _summary : _lesserSummary;

        // A feed that describes an item twice means the second as its content.
        var content = _content != None ? _content : _secondSummary;
        var at = Tape.Elements[element];
        return new FeedItem
        {
            Id = _id,
            Title = Title,
            Link = link,
            OriginalLink = _originalLink,
            ExternalLink = Links.FirstOrDefault(other => other.Relation == "related")?.Address,
            Authors = Authors,
            Contributors = Contributors.Persons,
            Published = _published.Value ?? (IsAtom03 ? _updated.Value : null),
            Updated = _updated.Value,
            Summary = ReadText(summary, contentBase),
            Content = ReadText(content, contentBase),
            ContentAddress = _contentAddress,
            Language = LanguageOf(content) ?? Language ?? Tape.Languages[at.Language],
            Categories = Categories,
            Links = Links,
            Enclosures = Enclosures,
            Transcripts = _transcripts ?? (IReadOnlyList<FeedTranscript>)[],
            Image = Image,
            Source = _source,
            Discussion = _discussion,
            Rights = _rights ?? Rights,
            Duration = _duration,
        };
    }

    /// <summary>Atom's links of relation <c>replies</c>, RFC 4685.</summary>
    private void CollectReplies()
    {
        foreach (var link in Links)
        {
            if (link.Relation == "replies")
            {
                _discussion = link.MediaType is "text/html" or "application/xhtml+xml"
                    ? _discussion with { CommentsPage = _discussion.CommentsPage ?? link.Address }
                    : _discussion with { CommentsFeed = _discussion.CommentsFeed ?? link.Address };
            }
        }
    }

    private FeedText? ReadText(int element, string? contentBase)
    {
        if (element == None)
        {
            return null;
        }

        var at = Tape.Elements[element];
        var isTyped = IsTyped(at);
        var isHtmlByDefault = !isTyped && at.Name is not ElementName.Abstract;
        if (at.Name == ElementName.Body)
        {
            return new FeedText(Html.HtmlLinks.Resolve(InlineMarkup.ToHtml(Tape, at.ContentStart, at.ContentEnd), at.Base > 0 ? Tape.Bases[at.Base] : contentBase ?? Tape.Bases[0]), IsHtml: true);
        }

        return AtomText.Read(Tape, element, isTyped, isHtmlByDefault, contentBase);
    }

    private string? LanguageOf(int element) => element == None ? null : Tape.Languages[Tape.Elements[element].Language];

    /// <summary>Seconds, minutes:seconds or hours:minutes:seconds.</summary>
    private static TimeSpan? DurationOf(string text)
    {
        double seconds = 0;
        foreach (var part in text.Split(':'))
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            seconds = (seconds * 60) + value;
        }

        return seconds is > 0 and < 1e7 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
