using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Tests.Search;

internal sealed record RandomDocument(string Id, string[] Title, string[] Body, string[] Tags, string Author, long? Date)
{
    internal string[] Field(string name) => name switch
    {
        "title" => Title,
        "body" => Body,
        "tag" => Tags,
        "id" => [Id],
        _ => throw new ArgumentException("No such field.", nameof(name)),
    };

    internal Document ToDocument()
    {
        var document = new Document()
            .AddKeyword("id", Id)
            .AddText("title", string.Join(' ', Title))
            .AddText("body", string.Join(' ', Body))
            .AddKeyword("author", Author);
        foreach (var tag in Tags)
        {
            document.AddKeyword("tag", tag);
        }

        if (Date is { } date)
        {
            document.AddLong("date", date);
        }

        return document;
    }
}
