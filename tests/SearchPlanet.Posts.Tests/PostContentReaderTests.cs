using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace SearchPlanet.Posts.Tests;

public sealed class PostContentReaderTests
{
    [Fact]
    public void Read_Html_GivesPassagesWithAnchorsCodeAndLinks()
    {
        var content = ReadHtml("""
            <p>Query&nbsp;sets are <em>lazy</em>, it&#8217;s   known: <code>select_related()</code>.</p>
            <h2 id="why">Why<a class="headerlink" href="#why">¶</a></h2>
            <ul><li>One <a href="/other?utm_source=x">other post</a></li><li>Two</li></ul>
            <div class="highlight-python"><pre><span class="k">from</span> django.db <span>import</span> models

            class Post(models.Model):
                if a &lt; b: pass
            </pre></div>
            <script>var hidden = 1 < 2;</script><style>p { color: red }</style><!-- not <p>this</p> -->
            <table><tr><th>Name</th><th>Value</th></tr><tr><td>a</td><td>b</td></tr></table>
            first<br>line<br><br>second
            """);

        content.Passages.ShouldBe(
        [
            new Passage(PassageKind.Prose, "Query sets are lazy, it’s known: select_related()."),
            new Passage(PassageKind.Heading, "Why", "why"),
            new Passage(PassageKind.Prose, "One other post", "why"),
            new Passage(PassageKind.Prose, "Two", "why"),
            new Passage(PassageKind.Code, "from django.db import models\n\nclass Post(models.Model):\n    if a < b: pass", "why", Language: "python"),
            new Passage(PassageKind.Prose, "Name Value", "why"),
            new Passage(PassageKind.Prose, "a b", "why"),
            new Passage(PassageKind.Prose, "first line", "why"),
            new Passage(PassageKind.Prose, "second", "why"),
        ]);
        content.Links.ShouldBe(["https://blog.example/other"]);
        content.Imports.ShouldBe(["django.db", "django.db.models"]);
        content.HasCode.ShouldBeTrue();
        content.Words.ShouldBe(19);
    }

    [Fact]
    public void Read_Markdown_GivesTheSame()
    {
        var content = ReadText("""
            Query sets are *lazy*, it's known: `select_related()`, **kwargs and __init__, <b>bold</b> and `<div>`.

            ## Why {#why}

            - One [other post](/other?utm_source=x "Title"), ![an image](a.png)
            - Two
              goes on

            ```python
            import numpy as np, os.path
            # not a heading
            ```

            | Name | Value |
            |------|-------|
            | a    | b     |

            > quoted

            [ref]: https://example.org/ref
            Plain _emphasis here_ and snake_case_name, _meta.
            """);

        content.Passages.ShouldBe(
        [
            new Passage(PassageKind.Prose, "Query sets are lazy, it's known: select_related(), **kwargs and __init__, bold and <div>."),
            new Passage(PassageKind.Heading, "Why", "why"),
            new Passage(PassageKind.Prose, "One other post, an image", "why"),
            new Passage(PassageKind.Prose, "Two goes on", "why"),
            new Passage(PassageKind.Code, "import numpy as np, os.path\n# not a heading", "why", Language: "python"),
            new Passage(PassageKind.Prose, "Name Value", "why"),
            new Passage(PassageKind.Prose, "a b", "why"),
            new Passage(PassageKind.Prose, "quoted", "why"),
            new Passage(PassageKind.Prose, "Plain emphasis here and snake_case_name, _meta.", "why"),
        ]);
        content.Links.ShouldBe(["https://blog.example/other", "https://example.org/ref"]);
        content.Imports.ShouldBe(["numpy", "os.path"]);
    }

    [Fact]
    public void Read_ReStructuredText_KnowsItsMarks()
    {
        var content = ReadText("""
            A title
            =======

            See `the docs <https://example.org/docs>`_ and :ref:`elsewhere`, then ``code``::

                from os import path

            .. code-block:: js
               :linenos:

               const fs = require("fs");

            .. image:: picture.png

            .. _link: https://example.org/link
            """);

        content.Passages.ShouldBe(
        [
            new Passage(PassageKind.Heading, "A title"),
            new Passage(PassageKind.Prose, "See the docs and elsewhere, then code:"),
            new Passage(PassageKind.Code, "from os import path"),
            new Passage(PassageKind.Code, "const fs = require(\"fs\");", Language: "js"),
        ]);
        content.Links.ShouldBe(["https://example.org/docs", "https://example.org/link"]);
        content.Imports.ShouldBe(["os", "os.path", "fs"]);
    }

    [Fact]
    public void Read_TemplateTags_Stay() =>
        ReadText("""
            Use {% partialdef card %} and {{ title|safe }} here.

            {% highlight ruby %}
            puts 1
            {% endhighlight %}
            """).Passages.ShouldBe(
        [
            new Passage(PassageKind.Prose, "Use {% partialdef card %} and {{ title|safe }} here."),
            new Passage(PassageKind.Code, "puts 1", Language: "ruby"),
        ]);

    [Fact]
    public void Read_TimedTranscript_JoinsCuesToSentences()
    {
        var content = PostContentReader.Read(Post() with
        {
            Kind = PostKind.Transcript,
            Text = "00:00:04 It's episode 9,\n\n00:00:09 recorded on Tuesday.\n\n01:00:00 The end.\n\nWithout a time.",
        });

        content.Passages.ShouldBe(
        [
            new Passage(PassageKind.Transcript, "It's episode 9, recorded on Tuesday.", At: TimeSpan.FromSeconds(4)),
            new Passage(PassageKind.Transcript, "The end.", At: TimeSpan.FromHours(1)),
            new Passage(PassageKind.Transcript, "Without a time.", At: TimeSpan.FromHours(1)),
        ]);
    }

    [Fact]
    public void Read_LongText_CutsTheExcerptAtAWord()
    {
        var content = ReadText(string.Join(' ', Enumerable.Repeat("sentence", 100)) + "\n\nMore.");

        content.Excerpt.Length.ShouldBeInRange(280, 300);
        content.Excerpt.ShouldEndWith("sentence…");
        ReadText("Short.\n\nAnd sweet.").Excerpt.ShouldBe("Short. And sweet.");
    }

    [Fact]
    public void Read_LineNumbersBesideCode_AreNotCode() =>
        ReadHtml("<table><tr><td class=\"linenos\"><pre>1\n2\n</pre></td><td class=\"code\"><pre>x = 1\ny = 2</pre></td></tr></table>")
            .Passages.ShouldBe([new Passage(PassageKind.Code, "x = 1\ny = 2")]);

    [Fact]
    public void Read_AnyText_NeverFailsAndStaysWithinBounds()
    {
        string[] pieces = ["<p", "<pre>", "</pre", ">", "\"", "'", "=", "<script>", "<a href=", "`", "```\n", "**", "_", "[x](", ")", "]", "\n", "\n\n    ", "- ", ".. code::", "::", "|", "&amp", ";", "&#x1F600;", "<!--", "\ud800", "word ", "00:00:01 "];
        var bodies = Gen.Elements(pieces).ListOf().Select(p => string.Concat(p));
        Prop.ForAll(bodies.ToArbitrary(), body =>
        {
            foreach (var post in (Post[])[Post() with { Html = body }, Post() with { Text = body }, Post() with { Text = body, Kind = PostKind.Transcript }])
            {
                var content = PostContentReader.Read(post);
                content.Passages.ShouldAllBe(p => p.Text.Length > 0 && p.Text.Trim().Length > 0);
                content.Excerpt.Length.ShouldBeLessThanOrEqualTo(300);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<svg>")]
    [InlineData("<pre><b>")]
    [InlineData("<a href=\"")]
    [InlineData("<!--")]
    [InlineData("[")]
    [InlineData("*a ")]
    [InlineData("`")]
    [InlineData("``a`")]
    [InlineData("[a](")]
    [InlineData("- \n")]
    [InlineData("> ")]
    [InlineData("<")]
    public void Read_HostileRepetition_StaysLinear(string piece)
    {
        // Quadratic time would take ten thousand times as long as linear time: no machine is so busy.
        var body = new StringBuilder().Insert(0, piece, 300_000 / piece.Length).ToString();
        var watch = Stopwatch.StartNew();

        PostContentReader.Read(Post() with { Html = body });
        PostContentReader.Read(Post() with { Text = body });

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static PostContent ReadHtml(string html) => PostContentReader.Read(Post() with { Html = html });

    private static PostContent ReadText(string text) => PostContentReader.Read(Post() with { Text = text });

    private static Post Post() => new() { Id = "1", Title = "Title", Url = "https://blog.example/posts/1/" };
}
