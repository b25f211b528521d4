using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Atom;

/// <summary>Person constructs: RFC 4287, section 3.2, and Atom 0.3's <c>url</c> and <c>homepage</c>.</summary>
internal static class AtomPerson
{
    /// <summary>Reads the parts that are elements; null when there are none.</summary>
    public static FeedPerson? Read(XmlTape tape, int element)
    {
        string? name = null;
        string? email = null;
        string? uri = null;
        for (var child = tape.FirstChild(element); child >= 0; child = tape.Next(element, child))
        {
            switch (tape.Elements[child].Name)
            {
                case ElementName.Name:
                    name ??= AtomText.ReadLine(tape, child, isTyped: false);
                    break;
                case ElementName.Email:
                    email ??= NullIfEmpty(tape.TextOf(child));
                    break;
                case ElementName.Uri or ElementName.Url or ElementName.Homepage:
                    uri ??= NullIfEmpty(tape.TextOf(child)) is { } reference
                        ? UriReference.Resolve(tape.Bases[tape.Elements[child].Base], reference)
                        : null;
                    break;
            }
        }

        return name is null && email is null && uri is null ? null : new FeedPerson(name, email, uri);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
