using System.Globalization;
using SearchPlanet.Feeds.Atom;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Translation;

/// <summary>
/// What feeds, entries and Atom's sources have in common. Each element is taken for what its name says in whatever
/// format it appears, because feeds mix them; ranks decide between elements that say the same: the format's own first,
/// then Atom's or Dublin Core's, then those of podcasts and media.
/// </summary>
internal abstract partial class ElementCollector
{
    private readonly HashSet<FeedCategory> _knownCategories = [];
    private readonly List<FeedCategory> _categories = [];
    private readonly List<FeedLink> _links = [];
    private readonly List<FeedEnclosure> _enclosures = [];
    private readonly PersonList _authors = new();
    private readonly PersonList _lesserAuthors = new();
    private Ranked<string> _title;
    private Ranked<string> _link;
    private Ranked<string> _rights;
    private Ranked<string> _language;
    private Ranked<FeedImage> _image;

    protected ElementCollector(XmlTape tape, bool isAtom, DiagnosticLog log)
    {
        Tape = tape;
        IsAtom = isAtom;
        Log = log;
    }

    protected XmlTape Tape { get; }

    /// <summary>The document is Atom: texts have types, and of several links the first counts.</summary>
    protected bool IsAtom { get; }

    protected DiagnosticLog Log { get; }

    protected string? Title => _title.Value;

    protected string? Link => _link.Value;

    protected string? Rights => _rights.Value;

    protected string? Language => _language.Value;

    protected FeedImage? Image => _image.Value;

    protected IReadOnlyList<FeedPerson> Authors => _authors.IsEmpty ? _lesserAuthors.Persons : _authors.NamedBy(_lesserAuthors);

    protected PersonList Contributors { get; } = new();

    protected IReadOnlyList<FeedCategory> Categories => _categories;

    protected IReadOnlyList<FeedLink> Links => _links;

    protected IReadOnlyList<FeedEnclosure> Enclosures => _enclosures;

    /// <summary>Takes every child of <paramref name="parent"/>.</summary>
    public void CollectChildren(int parent)
    {
        for (var child = Tape.FirstChild(parent); child >= 0; child = Tape.Next(parent, child))
        {
            Collect(child);
        }
    }

    /// <summary>Takes one element.</summary>
    protected void Collect(int element)
    {
        if (!CollectOwn(element))
        {
            CollectShared(element);
        }
    }

    /// <summary>Takes an element that means something here only; false leaves it to the shared rules.</summary>
    protected abstract bool CollectOwn(int element);

    protected static bool IsCore(XmlElement element) => element.Vocabulary is XmlVocabulary.Rss or XmlVocabulary.Atom;

    /// <summary>Whether the element's own text has a type that counts.</summary>
    protected bool IsTyped(XmlElement element) => element.Vocabulary == XmlVocabulary.Atom || (IsAtom && element.Vocabulary == XmlVocabulary.Rss);

    protected string? TextOrNull(int element)
    {
        var text = Tape.TextOf(element);
        return text.Length == 0 ? null : text;
    }

    /// <summary>Makes an address absolute by the element's base.</summary>
    protected string? AddressOrNull(int element, string? address) =>
        string.IsNullOrEmpty(address) ? null : UriReference.Resolve(Tape.Bases[Tape.Elements[element].Base], address);

    protected void OfferImage(int rank, int element, string? address, string? title = null, string? link = null)
    {
        if (AddressOrNull(element, address) is { } resolved)
        {
            _image.Offer(rank, new FeedImage(resolved, title, link));
        }
    }

    protected void OfferTitle(int rank, int element) =>
        _title.Offer(rank, AtomText.ReadLine(Tape, element, IsTyped(Tape.Elements[element])));

    protected void OfferLink(int rank, string? address, bool lastWins) => _link.Offer(rank, address, lastWins);

    protected void OfferAuthor(FeedPerson? person, bool isLesser = false) => (isLesser ? _lesserAuthors : _authors).Add(person);

    protected void AddCategory(string? term, string? scheme = null, string? label = null)
    {
        term = string.IsNullOrWhiteSpace(term) ? label : term.Trim();
        if (string.IsNullOrWhiteSpace(term) || _categories.Count >= FeedLimits.MaxRepeated)
        {
            return;
        }

        var category = new FeedCategory(term, string.IsNullOrEmpty(scheme) ? null : scheme, string.IsNullOrWhiteSpace(label) || label == term ? null : label);
        if (_knownCategories.Add(category))
        {
            _categories.Add(category);
        }
    }

    protected void AddLink(FeedLink link)
    {
        if (_links.Count < FeedLimits.MaxRepeated)
        {
            _links.Add(link);
        }
    }

    protected void AddEnclosure(int element, string? address, string? mediaType, string? length, string? title = null)
    {
        if (AddressOrNull(element, address) is { } resolved && _enclosures.Count < FeedLimits.MaxRepeated)
        {
            var isLength = long.TryParse(length, NumberStyles.Integer, CultureInfo.InvariantCulture, out var bytes) && bytes >= 0;
            _enclosures.Add(new FeedEnclosure(resolved, mediaType, isLength ? bytes : null, title));
        }
    }
}
