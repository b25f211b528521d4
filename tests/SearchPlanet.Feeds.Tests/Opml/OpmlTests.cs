using System.Text;
using SearchPlanet.Feeds.Opml;

namespace SearchPlanet.Feeds.Tests.Opml;

public sealed class OpmlTests
{
    [Fact]
    public void Read_IllFormedList_GivesItsSubscriptionsAndFolders()
    {
        var list = OpmlReader.Read(WildFeed.Bytes("subscriptions.opml"), FeedContext.None)!;
        list.Title.ShouldBe("Lists & more");
        list.Subscriptions.Select(subscription => subscription.FeedAddress)
            .ShouldBe(["http://moss.example/feed?a=1&b=2", "https://ada.example/atom", "http://loose.example/rss"]);
        list.Subscriptions[0].Title.ShouldBe("Moss & ferns");
        list.Subscriptions[0].PageAddress.ShouldBe("http://moss.example/");
        list.Subscriptions[1].Folders.ShouldBe(["Python", "Deep"]);
        list.Subscriptions[1].Categories.ShouldBe(["a", "b"]);
        list.Subscriptions[2].Folders.ShouldBeEmpty();
    }

    [Fact]
    public void Read_MarkupInADescription_DoesNotHideTheAddress()
    {
        const string text = "<opml><body><outline text=\"A\" description=\"By <a href=\"http://x.example\">X</a>.\" xmlUrl=\"http://a.example/feed\"/></body></opml>";
        OpmlReader.Read(Encoding.UTF8.GetBytes(text), FeedContext.None)!.Subscriptions.ShouldHaveSingleItem().FeedAddress.ShouldBe("http://a.example/feed");
    }

    [Fact]
    public void Read_SomethingElse_IsNull() => OpmlReader.Read("<rss/>"u8.ToArray(), FeedContext.None).ShouldBeNull();

    [Fact]
    public void Write_WhatWasRead_ReadsTheSame()
    {
        OpmlSubscription[] subscriptions =
        [
            new("http://a.example/feed?x=1&y=\"2\"", "A & <b>", "http://a.example/", ["One", "Two"]),
            new("http://b.example/feed", "B\u0001", null, ["One"]) { Categories = ["x", "y"], Language = "en" },
            new("http://c.example/feed", "C \U0001F33F", null, []),
        ];
        using var stream = new MemoryStream();
        OpmlWriter.Write(stream, "All", DateTimeOffset.UnixEpoch, subscriptions);
        var read = OpmlReader.Read(stream.ToArray(), FeedContext.None)!;
        read.Diagnostics.ShouldBeEmpty();
        read.Title.ShouldBe("All");
        read.Subscriptions.Select(one => (one.FeedAddress, one.Title, one.PageAddress, string.Join('/', one.Folders), string.Join(',', one.Categories), one.Language)).ShouldBe(
        [
            ("http://a.example/feed?x=1&y=\"2\"", "A & <b>", "http://a.example/", "One/Two", "", null),
            ("http://b.example/feed", "B", null, "One", "x,y", "en"),
            ("http://c.example/feed", "C \U0001F33F", null, "", "", null),
        ]);
    }
}
