using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Translation;

/// <summary>Atom's <c>source</c> (RFC 4287, section 4.2.11) and RSS's <c>source</c>.</summary>
internal sealed class SourceCollector : ElementCollector
{
    private string? _id;
    private RankedDate _updated;

    private SourceCollector(XmlTape tape, DiagnosticLog log)
        : base(tape, isAtom: true, log)
    {
    }

    /// <summary>The feed that an entry says it comes from, or null when it says nothing.</summary>
    public static FeedSource? Read(XmlTape tape, int element, DiagnosticLog log)
    {
        var address = tape.Attribute(element, "url");
        if (tape.FirstChild(element) < 0)
        {
            var title = Atom.AtomText.ReadLine(tape, element, isTyped: false);
            return title is null && address is null
                ? null
                : new FeedSource(title, FeedAddress: address is null ? null : UriReference.Resolve(tape.Bases[tape.Elements[element].Base], address));
        }

        var collector = new SourceCollector(tape, log);
        collector.CollectChildren(element);
        return new FeedSource(collector.Title, collector.Link, collector.Links.FirstOrDefault(link => link.Relation == "self")?.Address ?? address, collector._id)
        {
            Authors = collector.Authors,
            Updated = collector._updated.Value,
        };
    }

    protected override bool CollectOwn(int element)
    {
        var at = Tape.Elements[element];
        switch (at.Name)
        {
            case ElementName.Id or ElementName.Guid when IsCore(at):
                _id ??= TextOrNull(element);
                return true;
            case ElementName.Updated or ElementName.Modified or ElementName.LastBuildDate:
                _updated.Offer(0, Tape.TextOf(element), Log);
                return true;
            default:
                return false;
        }
    }
}
