using System.Text.Json;

namespace SearchPlanet.Feeds.Tests.Yardsticks;

/// <summary>gofeed's reading of RSS, field by field.</summary>
internal static class RssExpectation
{
    public static void Compare(FeedComparison compare, Feed feed, JsonElement expected)
    {
        compare.SameLine("title", FeedComparison.Text(expected, "title"), feed.Title);
        compare.SameHtml("description", FeedComparison.Text(expected, "description"), feed.Description);
        compare.Same("link", FeedComparison.Text(expected, "link"), feed.Link);
        compare.SameLine("language", FeedComparison.Text(expected, "language"), feed.Language);
        compare.SameHtml("copyright", FeedComparison.Text(expected, "copyright"), feed.Rights);
        compare.SameLine("generator", FeedComparison.Text(expected, "generator"), feed.Generator);
        var hasModules = expected.TryGetProperty("dcExt", out _) || expected.TryGetProperty("itunesExt", out _);
        compare.SameDate("updated", FeedComparison.Text(expected, "lastBuildDateParsed") ?? FeedComparison.Text(expected, "pubDateParsed"), hasModules ? null : feed.Updated);
        compare.SameList(
            "categories",
            FeedComparison.List(expected, "categories").Select(category => FeedComparison.Text(category, "value")),
            hasModules ? [] : feed.Categories.Select(category => category.Term));
        if (expected.TryGetProperty("ttl", out var ttl))
        {
            compare.Same("ttl", ttl.GetString(), feed.Schedule.TimeToLive?.TotalMinutes.ToString());
        }

        if (expected.TryGetProperty("image", out var image))
        {
            compare.Same("image", FeedComparison.Text(image, "url"), feed.Image?.Address);
            compare.SameLine("image title", feed.Image is null ? null : FeedComparison.Text(image, "title"), feed.Image?.Title);
        }

        JsonElement[] items = [.. FeedComparison.List(expected, "items")];
        compare.Same("items", items.Length.ToString(), feed.Items.Count.ToString());
        for (var i = 0; i < Math.Min(items.Length, feed.Items.Count); i++)
        {
            CompareItem(compare, feed.Items[i], items[i]);
        }
    }

    private static void CompareItem(FeedComparison compare, FeedItem item, JsonElement expected)
    {
        var guid = expected.TryGetProperty("guid", out var found) ? found : default;
        var linkIsGuid = FeedComparison.Text(expected, "link") is null && item.Link == item.Id;
        var idIsName = guid.ValueKind == JsonValueKind.Undefined && item.Id is not null;
        var hasModules = expected.TryGetProperty("dcExt", out _) || expected.TryGetProperty("itunesExt", out _);
        compare.SameLine("item title", FeedComparison.Text(expected, "title"), item.Title);
        compare.Same("item link", linkIsGuid ? item.Link : FeedComparison.Text(expected, "link"), item.Link);
        compare.SameHtml("item description", FeedComparison.Text(expected, "description"), hasModules && FeedComparison.Text(expected, "description") is null ? null : item.Summary?.Value);
        compare.SameHtml("item content", FeedComparison.Text(expected, "content"), item.Content?.Value);
        compare.Same("item guid", idIsName ? item.Id : FeedComparison.Text(guid, "value"), item.Id);
        compare.SameDate("item pubDate", FeedComparison.Text(expected, "pubDateParsed"), expected.TryGetProperty("dcExt", out _) ? null : item.Published);
        compare.Same("item comments", FeedComparison.Text(expected, "comments"), item.Discussion.CommentsPage);
        if (FeedComparison.Text(expected, "author") is { } author)
        {
            compare.SameLine("item author", author, item.Authors is [var person, ..] ? person.Name ?? person.Email : null);
        }

        compare.SameList(
            "item enclosures",
            FeedComparison.List(expected, "enclosures").Select(one => $"{FeedComparison.Text(one, "url")}/{FeedComparison.Text(one, "type")}/{FeedComparison.Text(one, "length")}"),
            item.Enclosures.Select(one => $"{one.Address}/{one.MediaType}/{one.LengthInBytes}"));
        if (expected.TryGetProperty("categories", out _) && !hasModules)
        {
            compare.SameList("item categories", FeedComparison.List(expected, "categories").Select(category => FeedComparison.Text(category, "value")), item.Categories.Select(category => category.Term));
        }

        if (expected.TryGetProperty("source", out var source))
        {
            compare.SameLine("item source", FeedComparison.Text(source, "title"), item.Source?.Title);
            compare.Same("item source url", FeedComparison.Text(source, "url"), item.Source?.FeedAddress);
        }
    }
}
