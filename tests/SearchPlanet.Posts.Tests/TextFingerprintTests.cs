namespace SearchPlanet.Posts.Tests;

public sealed class TextFingerprintTests
{
    private const string Html = """
        <h2>Why</h2><p>It&#8217;s a <a href="https://example.org/x">short story</a> about query sets &amp; how they're evaluated,
        told in <em>more words</em> than are needed so that there is something to count. Forty words or more are wanted here,
        or else the sketch stays empty and nothing can be said of what it shares with others of its kind.</p>
        <script>var ignored = "entirely";</script>
        """;

    private const string Markdown = """
        ## Why

        It's a [short story](https://example.org/x) about query sets & how they're evaluated,
        told in *more words* than are needed so that there is something to count. Forty words or more are wanted here,
        or else the sketch stays empty and nothing can be said of what it shares with others of its kind.
        """;

    [Fact]
    public void Of_OneTextInTwoMarkups_IsEqual()
    {
        var html = TextFingerprint.Of(Html);
        var markdown = TextFingerprint.Of(Markdown);

        markdown.SimHash.ShouldBe(html.SimHash);
        markdown.Words.ShouldBe(html.Words);
        markdown.Sketch.ShouldBe(html.Sketch);
        html.Sketch.Count.ShouldBe(TextFingerprint.SketchSize);
    }

    [Fact]
    public void Of_KnownText_KeepsItsStoredValue()
    {
        // These numbers are in archives: if this fails, change the code back or write a migration.
        var fingerprint = TextFingerprint.Of(Markdown);

        (fingerprint.SimHash, fingerprint.Words, fingerprint.Sketch[0]).ShouldBe((3051054399107831271L, 52, -8882563452056553773L));
    }

    [Fact]
    public void SimHash_AgainstPlainCounting_IsTheSame()
    {
        var random = new Random(17);
        for (var round = 0; round < 50; round++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(0, 300)).Select(_ => "w" + random.Next(40)));
            TextFingerprint.Of(text).SimHash.ShouldBe(PlainSimHash(text), $"round {round}: {text}");
        }
    }

    [Fact]
    public void Distance_OneWordChanged_IsSmallAndUnrelatedIsLarge()
    {
        var text = string.Join(' ', Enumerable.Range(0, 400).Select(i => "word" + (i * 7919 % 251)));
        var edited = text.Replace("word79 ", "changed ", StringComparison.Ordinal);
        var other = string.Join(' ', Enumerable.Range(0, 400).Select(i => "other" + (i * 7919 % 241)));

        TextFingerprint.Distance(TextFingerprint.Of(text).SimHash, TextFingerprint.Of(edited).SimHash).ShouldBeLessThan(8);
        TextFingerprint.Distance(TextFingerprint.Of(text).SimHash, TextFingerprint.Of(other).SimHash).ShouldBeGreaterThan(16);
    }

    [Fact]
    public void Containment_ExcerptAndWhole_IsOne()
    {
        TextFingerprint.Containment(Markdown, Markdown[..250]).ShouldBeGreaterThan(0.9);
        TextFingerprint.Containment(Markdown, "nothing of this is said in the other text at all").ShouldBe(0);
        TextFingerprint.Containment(Markdown, "").ShouldBe(0);
    }

    private static long PlainSimHash(string text)
    {
        var words = BodyWords.Read(text, TextFingerprint.MaxWords);
        var votes = new int[64];
        for (var i = 0; i < words.Count; i++)
        {
            ulong hash = 0;
            foreach (var word in words.Skip(i).Take(3))
            {
                hash = (((hash << 21) | (hash >> 43)) ^ word) * 0x9e3779b97f4a7c15;
            }

            hash = BodyWords.Mix(hash);
            for (var bit = 0; bit < 64; bit++)
            {
                votes[bit] += (hash & (1UL << bit)) != 0 ? 1 : 0;
            }
        }

        return (long)Enumerable.Range(0, 64).Aggregate(0UL, (sum, bit) => votes[bit] > words.Count / 2 ? sum | (1UL << bit) : sum);
    }
}
