using SearchPlanet.Feeds.Atom;
using SearchPlanet.Feeds.Detection;
using SearchPlanet.Feeds.Rss;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Translation;

/// <content>What elements mean wherever they stand, by vocabulary: RSS and Atom, Dublin Core, podcasts, media.</content>
internal abstract partial class ElementCollector
{
    private void CollectShared(int element)
    {
        var at = Tape.Elements[element];
        switch (at.Vocabulary)
        {
            case XmlVocabulary.Rss or XmlVocabulary.Atom:
                CollectCore(element, at);
                break;
            case XmlVocabulary.DublinCore:
                CollectDublinCore(element, at.Name);
                break;
            case XmlVocabulary.ITunes or XmlVocabulary.GooglePlay:
                CollectPodcast(element, at.Name);
                break;
            case XmlVocabulary.Media:
                CollectMedia(element, at.Name);
                break;
            case XmlVocabulary.Podcast when at.Name == ElementName.Person:
                CollectPerson(element);
                break;
        }
    }

    private void CollectCore(int element, XmlElement at)
    {
        switch (at.Name)
        {
            case ElementName.Title:
                OfferTitle(0, element);
                break;
            case ElementName.Link:
                CollectLink(element, at);
                break;
            case ElementName.Author or ElementName.ManagingEditor:
                OfferAuthor(AtomPerson.Read(Tape, element) ?? RssPerson.Parse(AtomText.ReadLine(Tape, element, isTyped: false) ?? ""));
                break;
            case ElementName.Contributor:
                Contributors.Add(AtomPerson.Read(Tape, element) ?? RssPerson.Parse(Tape.TextOf(element)));
                break;
            case ElementName.Category:
                CollectCategory(element);
                break;
            case ElementName.Keywords:
                AddCategory(Tape.TextOf(element));
                break;
            case ElementName.Rights or ElementName.Copyright:
                _rights.Offer(0, AtomText.Read(Tape, element, IsTyped(at), isHtmlByDefault: false)?.Value);
                break;
            case ElementName.Language:
                _language.Offer(0, TextOrNull(element));
                break;
            case ElementName.Image:
                CollectImage(element);
                break;
            case ElementName.Enclosure:
                AddEnclosure(
                    element,
                    Tape.Attribute(element, "url") ?? Tape.Attribute(element, "href") ?? TextOrNull(element),
                    Tape.Attribute(element, "type"),
                    Tape.Attribute(element, "length"));
                break;
        }
    }

    private void CollectDublinCore(int element, ElementName name)
    {
        switch (name)
        {
            case ElementName.Title:
                OfferTitle(1, element);
                break;
            case ElementName.Creator or ElementName.Author:
                OfferAuthor(RssPerson.Parse(AtomText.ReadLine(Tape, element, isTyped: false) ?? ""));
                break;
            case ElementName.Contributor:
                Contributors.Add(RssPerson.Parse(AtomText.ReadLine(Tape, element, isTyped: false) ?? ""));
                break;
            case ElementName.Subject:
                AddCategory(AtomText.ReadLine(Tape, element, isTyped: false));
                break;
            case ElementName.Rights:
                _rights.Offer(1, TextOrNull(element));
                break;
            case ElementName.Language:
                _language.Offer(1, TextOrNull(element));
                break;
        }
    }

    private void CollectPodcast(int element, ElementName name)
    {
        switch (name)
        {
            case ElementName.Title:
                OfferTitle(3, element);
                break;
            case ElementName.Author:
                OfferAuthor(RssPerson.Parse(AtomText.ReadLine(Tape, element, isTyped: false) ?? ""), isLesser: true);
                break;
            case ElementName.Image:
                OfferImage(1, element, Tape.Attribute(element, "href") ?? Tape.Attribute(element, "url"));
                break;
            case ElementName.Keywords:
                AddKeywords(element, "http://www.itunes.com/");
                break;
            case ElementName.Category:
                AddCategory(Tape.Attribute(element, "text") ?? DirectText(element), "http://www.itunes.com/");
                CollectChildren(element);
                break;
        }
    }

    private void CollectMedia(int element, ElementName name)
    {
        switch (name)
        {
            case ElementName.Title:
                OfferTitle(2, element);
                break;
            case ElementName.Category:
                AddCategory(
                    AtomText.ReadLine(Tape, element, isTyped: false),
                    Tape.Attribute(element, "scheme") ?? "http://search.yahoo.com/mrss/category_schema",
                    Tape.Attribute(element, "label"));
                break;
            case ElementName.Keywords:
                AddKeywords(element, scheme: null);
                break;
            case ElementName.Thumbnail:
                OfferImage(2, element, Tape.Attribute(element, "url") ?? TextOrNull(element));
                break;
            case ElementName.Content:
                if (IsPicture(element))
                {
                    OfferImage(3, element, Tape.Attribute(element, "url"));
                }

                CollectChildren(element);
                break;
            case ElementName.Group:
                CollectChildren(element);
                break;
        }
    }

    private bool IsPicture(int element) =>
        Tape.Attribute(element, "medium") is "image"
        || Tape.Attribute(element, "type")?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;

    private void CollectPerson(int element)
    {
        if (RssPerson.Parse(Tape.TextOf(element)) is { } person)
        {
            Contributors.Add(person with
            {
                Uri = AddressOrNull(element, Tape.Attribute(element, "href")),
                Role = Tape.Attribute(element, "role")?.ToLowerInvariant() ?? "host",
            });
        }
    }

    private void CollectLink(int element, XmlElement at)
    {
        // RSS puts the address into the element, Atom into an attribute; feeds of either kind do both.
        var stated = Tape.Attribute(element, "href");
        var isWritten = stated is null;
        var address = isWritten
            ? AddressOrNull(element, TextOrNull(element))
            : UriReference.Resolve(Tape.Bases[at.Base], stated!);
        if (string.IsNullOrEmpty(address))
        {
            return;
        }

        var relation = RelationOf(Tape.Attribute(element, "rel"));
        var mediaType = FeedMediaTypes.Essence(Tape.Attribute(element, "type"));
        var title = Tape.Attribute(element, "title");
        AddLink(new FeedLink(address, relation, mediaType, title, Tape.Attribute(element, "hreflang")));
        if (relation == "enclosure")
        {
            AddEnclosure(element, address, Tape.Attribute(element, "type"), Tape.Attribute(element, "length"), title);
        }
        else if (relation == "alternate")
        {
            var isPage = mediaType is null or "text/html" or "application/xhtml+xml" or "html" or "xhtml";
            var rank = !isPage ? 3 : at.Vocabulary == XmlVocabulary.Rss || IsAtom ? 0 : 1;
            OfferLink(rank, address, lastWins: !IsAtom && rank == 0);
        }
    }

    /// <summary>A relation in lower case; registered ones may be written as addresses.</summary>
    private static string RelationOf(string? relation)
    {
        if (string.IsNullOrEmpty(relation))
        {
            return "alternate";
        }

        const string registry = "http://www.iana.org/assignments/relation/";
        relation = relation.ToLowerInvariant();
        return relation.StartsWith(registry, StringComparison.Ordinal) ? relation[registry.Length..] : relation;
    }

    private void CollectCategory(int element)
    {
        var term = Tape.Attribute(element, "term");
        var scheme = Tape.Attribute(element, "scheme") ?? Tape.Attribute(element, "domain");
        var label = Tape.Attribute(element, "label");
        var text = AtomText.ReadLine(Tape, element, isTyped: false);
        if (term is null && label is null)
        {
            AddCategory(text, scheme);
            return;
        }

        AddCategory(string.IsNullOrEmpty(term) ? text : term, scheme, label);
    }

    private void AddKeywords(int element, string? scheme)
    {
        foreach (var keyword in Tape.TextOf(element).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            AddCategory(keyword, scheme);
        }
    }

    private void CollectImage(int element)
    {
        var url = Tape.Child(element, ElementName.Url);
        var title = Tape.Child(element, ElementName.Title);
        var link = Tape.Child(element, ElementName.Link);
        OfferImage(
            0,
            element,
            url >= 0 ? Tape.TextOf(url) : Tape.Attribute(element, "href") ?? Tape.Attribute(element, "url") ?? DirectText(element),
            title < 0 ? null : AtomText.ReadLine(Tape, title, isTyped: false),
            link < 0 ? null : AddressOrNull(link, Tape.TextOf(link)));
    }

    /// <summary>The text of an element that holds no other.</summary>
    private string? DirectText(int element) => Tape.FirstChild(element) < 0 ? TextOrNull(element) : null;
}
