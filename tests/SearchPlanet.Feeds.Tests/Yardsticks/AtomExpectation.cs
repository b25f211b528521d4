using System.Text.Json;

namespace SearchPlanet.Feeds.Tests.Yardsticks;

/// <summary>gofeed's reading of Atom, field by field.</summary>
internal static class AtomExpectation
{
    public static void Compare(FeedComparison compare, Feed feed, JsonElement expected)
    {
        compare.SameLine("title", FeedComparison.Text(expected, "title"), feed.Title);
        compare.SameHtml("subtitle", FeedComparison.Text(expected, "subtitle"), feed.Description);
        compare.SameHtml("rights", FeedComparison.Text(expected, "rights"), feed.Rights);
        compare.Same("id", FeedComparison.Text(expected, "id"), feed.Id);
        compare.Same("language", FeedComparison.Text(expected, "language"), feed.Language);
        compare.SameDate("updated", FeedComparison.Text(expected, "updatedParsed"), feed.Updated);
        compare.SamePersons("authors", FeedComparison.List(expected, "authors"), expected.TryGetProperty("extensions", out _) ? [] : feed.Authors);
        compare.SamePersons("contributors", FeedComparison.List(expected, "contributors"), feed.Contributors);
        SameLinks(compare, "links", FeedComparison.List(expected, "links"), feed.Links);
        SameCategories(compare, FeedComparison.List(expected, "categories"), feed.Categories);
        JsonElement[] entries = [.. FeedComparison.List(expected, "entries")];
        compare.Same("entries", entries.Length.ToString(), feed.Items.Count.ToString());
        for (var i = 0; i < Math.Min(entries.Length, feed.Items.Count); i++)
        {
            CompareEntry(compare, feed.Items[i], entries[i]);
        }
    }

    private static void CompareEntry(FeedComparison compare, FeedItem item, JsonElement expected)
    {
        compare.SameLine("entry title", FeedComparison.Text(expected, "title"), item.Title);
        compare.Same("entry id", FeedComparison.Text(expected, "id"), item.Id);
        compare.SameHtml("entry summary", FeedComparison.Text(expected, "summary"), item.Summary?.Value);
        var content = expected.TryGetProperty("content", out var found) ? found : default;
        compare.SameHtml("entry content", FeedComparison.Text(content, "value"), item.Content?.Value);
        compare.Same("entry content address", FeedComparison.Text(content, "src"), item.ContentAddress);
        compare.SameHtml("entry rights", FeedComparison.Text(expected, "rights"), item.Rights);
        compare.SameDate("entry published", FeedComparison.Text(expected, "publishedParsed"), item.Published);
        compare.SameDate("entry updated", FeedComparison.Text(expected, "updatedParsed"), item.Updated);
        compare.SamePersons("entry authors", FeedComparison.List(expected, "authors"), item.Authors);
        compare.SamePersons("entry contributors", FeedComparison.List(expected, "contributors"), item.Contributors);
        SameLinks(compare, "entry links", FeedComparison.List(expected, "links"), item.Links);
        SameCategories(compare, FeedComparison.List(expected, "categories"), expected.TryGetProperty("extensions", out _) ? [] : item.Categories);
        if (expected.TryGetProperty("source", out var source))
        {
            compare.SameLine("source title", FeedComparison.Text(source, "title"), item.Source?.Title);
            compare.Same("source id", FeedComparison.Text(source, "id"), item.Source?.Id);
            compare.SamePersons("source authors", FeedComparison.List(source, "authors"), item.Source?.Authors ?? []);
        }
    }

    private static void SameLinks(FeedComparison compare, string field, IEnumerable<JsonElement> expected, IEnumerable<FeedLink> actual) => compare.SameList(
        field,
        expected.Where(link => FeedComparison.Text(link, "href") is not null).Select(link => $"{FeedComparison.Text(link, "href")}/{FeedComparison.Text(link, "rel")}/{FeedComparison.Text(link, "type")}"),
        actual.Select(link => $"{link.Address}/{link.Relation}/{link.MediaType}"));

    private static void SameCategories(FeedComparison compare, IEnumerable<JsonElement> expected, IEnumerable<FeedCategory> actual) => compare.SameList(
        "categories",
        expected.Select(category => FeedComparison.Text(category, "label") ?? FeedComparison.Text(category, "term")).Where(name => name is not null),
        actual.Select(category => category.Name));
}
