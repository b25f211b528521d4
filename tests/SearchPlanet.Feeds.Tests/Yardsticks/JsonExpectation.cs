using System.Text.Json;

namespace SearchPlanet.Feeds.Tests.Yardsticks;

/// <summary>gofeed's reading of JSON Feed, which keeps the format's own names.</summary>
internal static class JsonExpectation
{
    public static void Compare(FeedComparison compare, Feed feed, JsonElement expected)
    {
        compare.SameLine("title", FeedComparison.Text(expected, "title"), feed.Title);
        compare.SameHtml("description", FeedComparison.Text(expected, "description"), feed.Description);
        compare.Same("home_page_url", FeedComparison.Text(expected, "home_page_url"), feed.Link);
        compare.Same("feed_url", FeedComparison.Text(expected, "feed_url"), feed.SelfLink);
        compare.Same("next_url", FeedComparison.Text(expected, "next_url"), feed.NextPage);
        JsonElement[] items = [.. FeedComparison.List(expected, "items")];
        compare.Same("items", items.Length.ToString(), feed.Items.Count.ToString());
        for (var i = 0; i < Math.Min(items.Length, feed.Items.Count); i++)
        {
            var item = feed.Items[i];
            compare.Same("id", FeedComparison.Text(items[i], "id"), item.Id);
            compare.Same("url", FeedComparison.Text(items[i], "url"), item.Link);
            compare.SameLine("item title", FeedComparison.Text(items[i], "title"), item.Title);
            compare.SameHtml("summary", FeedComparison.Text(items[i], "summary"), item.Summary?.Value);
            compare.SameHtml("content", FeedComparison.Text(items[i], "content_html") ?? FeedComparison.Text(items[i], "content_text"), item.Content?.Value);
            compare.SameDate("date_published", FeedComparison.Text(items[i], "date_published"), item.Published);
            compare.SameDate("date_modified", FeedComparison.Text(items[i], "date_modified"), item.Updated);
            compare.SameList("tags", FeedComparison.List(items[i], "tags").Select(tag => tag.GetString()), item.Categories.Select(category => category.Name));
            compare.SameList("attachments", FeedComparison.List(items[i], "attachments").Select(one => FeedComparison.Text(one, "url")), item.Enclosures.Select(one => one.Address));
        }
    }
}
