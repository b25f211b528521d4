using System.Text.Json;

namespace SearchPlanet.Feeds.Tests.Yardsticks;

/// <summary>gofeed's one model for all formats, field by field.</summary>
internal static class NeutralExpectation
{
    public static void Compare(FeedComparison compare, Feed feed, JsonElement expected)
    {
        compare.SameLine("title", FeedComparison.Text(expected, "title"), feed.Title);
        compare.SameHtml("description", FeedComparison.Text(expected, "description"), feed.Description);
        compare.Same("link", FeedComparison.Text(expected, "link"), feed.Link);
        compare.Same("feedLink", FeedComparison.Text(expected, "feedLink"), feed.SelfLink);
        compare.Same("language", FeedComparison.Text(expected, "language"), feed.Language);
        compare.Same("copyright", FeedComparison.Text(expected, "copyright"), feed.Rights);
        compare.SameDate("updated", FeedComparison.Text(expected, "updatedParsed") ?? FeedComparison.Text(expected, "publishedParsed"), feed.Updated);
        compare.SamePersons("authors", FeedComparison.List(expected, "authors"), feed.Authors);
        compare.SameList("categories", FeedComparison.List(expected, "categories").Select(category => category.GetString()).Order(), feed.Categories.Select(category => category.Name).Order());
        JsonElement[] items = [.. FeedComparison.List(expected, "items")];
        compare.Same("items", items.Length.ToString(), feed.Items.Count.ToString());
        for (var i = 0; i < Math.Min(items.Length, feed.Items.Count); i++)
        {
            CompareItem(compare, feed.Items[i], items[i], FeedComparison.Text(expected, "feedVersion") == "1.0");
        }
    }

    private static void CompareItem(FeedComparison compare, FeedItem item, JsonElement expected, bool hasNamedItems)
    {
        var linkIsGuid = FeedComparison.Text(expected, "link") is null && item.Link == item.Id;
        compare.SameLine("item title", FeedComparison.Text(expected, "title"), item.Title);
        compare.SameHtml("item description", FeedComparison.Text(expected, "description"), item.Summary?.Value);
        compare.SameHtml("item content", FeedComparison.Text(expected, "content"), item.Content?.Value);
        compare.Same("item link", linkIsGuid ? item.Link : FeedComparison.Text(expected, "link"), item.Link);
        compare.Same("item guid", FeedComparison.Text(expected, "guid") ?? (hasNamedItems ? item.Id : null), item.Id);
        compare.SameDate("item published", FeedComparison.Text(expected, "publishedParsed"), item.Published);
        compare.SameDate("item updated", FeedComparison.Text(expected, "updatedParsed"), item.Updated);
        compare.SamePersons("item authors", FeedComparison.List(expected, "authors"), item.Authors);
        compare.SameList("item categories", FeedComparison.List(expected, "categories").Select(category => category.GetString()).Order(), item.Categories.Select(category => category.Name).Order());
        compare.SameList(
            "item enclosures",
            FeedComparison.List(expected, "enclosures").Select(one => $"{FeedComparison.Text(one, "url")}/{FeedComparison.Text(one, "type")}/{FeedComparison.Text(one, "length")}"),
            item.Enclosures.Select(one => $"{one.Address}/{one.MediaType}/{one.LengthInBytes}"));
    }
}
