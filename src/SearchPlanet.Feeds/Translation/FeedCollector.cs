using System.Globalization;
using SearchPlanet.Feeds.Atom;
using SearchPlanet.Feeds.Rss;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Translation;

/// <summary>An RSS channel, an Atom feed or a CDF channel, without its items.</summary>
internal sealed class FeedCollector : ElementCollector
{
    private readonly List<int> _skipHours = [];
    private readonly List<DayOfWeek> _skipDays = [];
    private Ranked<string> _description;
    private Ranked<string> _webMaster;
    private FeedPerson? _owner;
    private RankedDate _updated;
    private RankedDate _published;
    private string? _id;
    private string? _generator;
    private string? _newAddress;
    private TimeSpan? _timeToLive;
    private TimeSpan? _updatePeriod;
    private int _updateFrequency = 1;
    private bool _isComplete;
    private bool _isArchive;

    public FeedCollector(XmlTape tape, bool isAtom, DiagnosticLog log)
        : base(tape, isAtom, log)
    {
    }

    /// <summary>CDF keeps a channel's address and date in attributes.</summary>
    public void CollectAttributes(int channel)
    {
        OfferLink(0, AddressOrNull(channel, Tape.Attribute(channel, "href")), lastWins: false);
        _updated.Offer(0, Tape.Attribute(channel, "lastmod") ?? "", Log);
    }

    /// <summary>The feed without items.</summary>
    /// <param name="root">The element whose xml:lang holds for the feed.</param>
    public Feed Build(int root)
    {
        var authors = Authors;
        if (authors.Count == 0 && (RssPerson.Parse(_webMaster.Value ?? "") ?? _owner) is { } responsible)
        {
            authors = [responsible];
        }

        return new Feed
        {
            Title = Title,
            Link = Link,
            Description = _description.Value,
            Language = Language ?? Tape.Languages[Tape.Elements[root].Language],
            Id = _id,
            Updated = _updated.Value ?? _published.Value,
            Published = _published.Value,
            Authors = authors,
            Contributors = Contributors.Persons,
            Categories = Categories,
            Links = Links,
            Generator = _generator,
            Rights = Rights,
            Image = Image,
            Schedule = new FeedSchedule
            {
                TimeToLive = _timeToLive,
                UpdateInterval = _updatePeriod / Math.Max(1, _updateFrequency),
                SkipHours = _skipHours,
                SkipDays = _skipDays,
            },
            IsComplete = _isComplete,
            IsArchive = _isArchive,
            NewAddress = _newAddress,
        };
    }

    protected override bool CollectOwn(int element)
    {
        var at = Tape.Elements[element];
        return at.Vocabulary switch
        {
            XmlVocabulary.Rss or XmlVocabulary.Atom => CollectOwnCore(element, at),
            XmlVocabulary.DublinCore or XmlVocabulary.DublinCoreTerms => CollectOwnDublinCore(element, at.Name),
            XmlVocabulary.ITunes or XmlVocabulary.GooglePlay => CollectOwnPodcast(element, at),
            XmlVocabulary.Media when at.Name == ElementName.Description => OfferDescription(5, element),
            XmlVocabulary.Syndication => CollectSyndication(element, at.Name),
            XmlVocabulary.History => CollectHistory(at.Name),
            _ => false,
        };
    }

    private bool CollectOwnCore(int element, XmlElement at)
    {
        switch (at.Name)
        {
            case ElementName.Item or ElementName.Entry:
                return true;
            case ElementName.Description or ElementName.Subtitle or ElementName.Tagline or ElementName.Abstract:
                return OfferDescription(0, element);
            case ElementName.Info or ElementName.Summary:
                return OfferDescription(4, element);
            case ElementName.Id or ElementName.Guid:
                _id ??= AddressOrNull(element, TextOrNull(element));
                return true;
            case ElementName.WebMaster:
                _webMaster.Offer(0, AtomText.ReadLine(Tape, element, isTyped: false));
                return true;
            case ElementName.Updated or ElementName.Modified or ElementName.LastBuildDate:
                _updated.Offer(0, Tape.TextOf(element), Log);
                return true;
            case ElementName.PubDate or ElementName.Published or ElementName.Issued:
                _published.Offer(0, Tape.TextOf(element), Log);
                return true;
            case ElementName.Generator:
                _generator ??= TextOrNull(element) ?? Tape.Attribute(element, "uri") ?? Tape.Attribute(element, "url");
                return true;
            case ElementName.Logo:
                OfferImage(0, element, TextOrNull(element));
                return true;
            case ElementName.Icon:
                OfferImage(4, element, TextOrNull(element));
                return true;
            case ElementName.NewLocation:
                _newAddress ??= AddressOrNull(element, TextOrNull(element));
                return true;
            default:
                return CollectSchedule(element, at.Name);
        }
    }

    private bool CollectSchedule(int element, ElementName name)
    {
        switch (name)
        {
            case ElementName.Ttl:
                if (NumberOf(element) is > 0 and <= 60 * 24 * 366 and var minutes)
                {
                    _timeToLive = TimeSpan.FromMinutes(minutes);
                }

                return true;
            case ElementName.SkipHours:
                ForEachChild(element, ElementName.Hour, hour =>
                {
                    // RSS 0.91 counts to 24.
                    if (NumberOf(hour) is >= 0 and <= 24 and var value && !_skipHours.Contains(value % 24))
                    {
                        _skipHours.Add(value % 24);
                    }
                });
                return true;
            case ElementName.SkipDays:
                ForEachChild(element, ElementName.Day, day =>
                {
                    if (Enum.TryParse(Tape.TextOf(day), ignoreCase: true, out DayOfWeek value) && Enum.IsDefined(value) && !_skipDays.Contains(value))
                    {
                        _skipDays.Add(value);
                    }
                });
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
                return OfferDescription(1, element);
            case ElementName.Publisher:
                _webMaster.Offer(1, AtomText.ReadLine(Tape, element, isTyped: false));
                return true;
            case ElementName.Date or ElementName.Modified:
                _updated.Offer(1, Tape.TextOf(element), Log);
                return true;
            case ElementName.Issued or ElementName.Created:
                _published.Offer(1, Tape.TextOf(element), Log);
                return true;
            default:
                return false;
        }
    }

    private bool CollectOwnPodcast(int element, XmlElement at)
    {
        switch (at.Name)
        {
            case ElementName.Summary or ElementName.Description:
                return OfferDescription(2, element);
            case ElementName.Subtitle:
                return OfferDescription(3, element);
            case ElementName.Owner:
                _owner ??= AtomPerson.Read(Tape, element);
                return true;
            case ElementName.NewFeedUrl:
                _newAddress ??= AddressOrNull(element, TextOrNull(element));
                return true;
            default:
                return false;
        }
    }

    private bool OfferDescription(int rank, int element)
    {
        var isTyped = IsTyped(Tape.Elements[element]);
        _description.Offer(rank, AtomText.Read(Tape, element, isTyped, isHtmlByDefault: !isTyped)?.Value);
        return true;
    }

    private bool CollectSyndication(int element, ElementName name)
    {
        if (name == ElementName.UpdatePeriod)
        {
            _updatePeriod = Tape.TextOf(element).ToLowerInvariant() switch
            {
                "hourly" => TimeSpan.FromHours(1),
                "daily" => TimeSpan.FromDays(1),
                "weekly" => TimeSpan.FromDays(7),
                "monthly" => TimeSpan.FromDays(30),
                "yearly" => TimeSpan.FromDays(365),
                _ => null,
            };
        }
        else if (name == ElementName.UpdateFrequency && NumberOf(element) is > 0 and var times)
        {
            _updateFrequency = times;
        }

        return true;
    }

    private bool CollectHistory(ElementName name)
    {
        _isComplete |= name == ElementName.Complete;
        _isArchive |= name == ElementName.Archive;
        return true;
    }

    private int NumberOf(int element) =>
        int.TryParse(Tape.TextOf(element), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;

    private void ForEachChild(int parent, ElementName name, Action<int> visit)
    {
        for (var child = Tape.FirstChild(parent); child >= 0; child = Tape.Next(parent, child))
        {
            if (Tape.Elements[child].Name == name)
            {
                visit(child);
            }
        }
    }
}
