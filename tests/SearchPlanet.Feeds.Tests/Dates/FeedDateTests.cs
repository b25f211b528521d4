using System.Text.Json;
using SearchPlanet.Feeds.Dates;
using SearchPlanet.Feeds.Tests.Yardsticks;

namespace SearchPlanet.Feeds.Tests.Dates;

public sealed class FeedDateTests
{
    [Theory]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z")]
    [InlineData("20040108T142115Z", "2004-01-08T14:21:15Z")]
    [InlineData("2004-W02-4T14:21", "2004-01-08T14:21:00Z")]
    [InlineData("2004-008", "2004-01-08T00:00:00Z")]
    [InlineData("2004-01-08 10:20 PM", "2004-01-08T22:20:00Z")]
    [InlineData("2004-01-08T24:00:00Z", "2004-01-09T00:00:00Z")]
    [InlineData("2017-06-13T03:18:00+00:0", "2017-06-13T03:18:00Z")]
    [InlineData("Sat, 11 04 2020 08:51:49 +0100", "2020-04-11T07:51:49Z")]
    [InlineData("12/31/2019", "2019-12-31T00:00:00Z")]
    [InlineData("31.12.2019 8:05", "2019-12-31T08:05:00Z")]
    [InlineData("Thu, 25 Feb 2016 00:00:00 Europe/Brussels", "2016-02-24T23:00:00Z")]
    [InlineData("3pm, May 4th 2021", "2021-05-04T15:00:00Z")]
    [InlineData("Fri, 26 Feb 99 12:00 Z", "1999-02-26T12:00:00Z")]
    [InlineData("1520932969", "2018-03-13T09:22:49Z")]
    [InlineData("Thu, 01 Jan 0100 00:00:01 +0100", "0099-12-31T23:00:01Z")]
    [InlineData("mar., 01 déc. 2020 16:11:02 +0000", "2020-12-01T16:11:02Z")]
    [InlineData("Пт, 01 мая 2020 10:00:00 +0300", "2020-05-01T07:00:00Z")]
    public void Parse_Dialect_GivesItsInstant(string text, string expected) =>
        FeedDate.Parse(text).ShouldNotBeNull().ToString("yyyy-MM-ddTHH:mm:ssZ").ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("03/04/2020")]
    [InlineData("Sun, 31 Dec 9999 23:59:59 -9999")]
    [InlineData("Sun, 16 Dec 2012 1:2:3:4 GMT")]
    [InlineData("Sun, 16 zzz 2012 11:47:32 GMT")]
    [InlineData("Sun, Dec x 2012 11:47:32 GMT")]
    [InlineData("Sun, 16 Dec zz 11:47:32 GMT")]
    [InlineData("Sun, 16 Dec 2012 11:47:32 +zz:00")]
    [InlineData("Sun, 16 Dec 2012 11:47:32 +00:zz")]
    [InlineData("Sun, 99 Jun 2009 12:00:00 GMT")]
    [InlineData("9999-12-31T23:59:59-99:99")]
    [InlineData("2003-12-31T25:14:55Z")]
    [InlineData("2003-12-31T10:61:55Z")]
    [InlineData("2003-12-31T10:14:61Z")]
    [InlineData("013")]
    [InlineData("2013-01-27-01")]
    [InlineData("2013-01-28T11:30:00-06:00Textra")]
    [InlineData("2013-xx-27")]
    [InlineData("2013-01-28T09:xx:00Z")]
    [InlineData("2013-01-28T09:00:00+00:xx")]
    [InlineData("2013-02-30")]
    public void Parse_WhatIsNoDate_GivesNull(string text) => FeedDate.Parse(text).ShouldBeNull();

    [Fact]
    public void Parse_CollectedDates_GiveTheirInstants()
    {
        var path = SharedFeeds.PathOrSkip("dates.jsonl");
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(path))
        {
            var sample = JsonDocument.Parse(line).RootElement;
            var text = sample.GetProperty("text").GetString()!;
            var parsed = FeedDate.Parse(text);
            var utc = sample.GetProperty("utc").GetString();
            var isRight = utc is not null
                ? parsed?.ToString("yyyy-MM-ddTHH:mm:ssZ") == utc
                : parsed is not null && (!sample.TryGetProperty("year", out var year) || year.GetInt32() == parsed.Value.Year);
            if (!isRight)
            {
                wrong.Add($"{text} → {parsed:O}, expected {utc}");
            }
        }

        wrong.ShouldBeEmpty();
    }
}
