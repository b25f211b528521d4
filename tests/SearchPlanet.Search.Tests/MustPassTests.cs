using System.IO.Compression;
using System.Text;
using SearchPlanet.Engine.Store;
using SearchPlanet.Posts;

namespace SearchPlanet.Search.Tests;

/// <summary>What developers type, over real posts: each finds its post among the first three, and nothing fails.</summary>
public sealed class MustPassTests
{
    private const int SampleOneIn = 80;

    // In few posts: these are taken into the sample whatever the draw says.
    private static readonly string[] Rare = ["QuerySet.bulk_create", "migrate --fake", "usb-c", "select_related", "async/await", "--fake-initial", "django.db.models"];

    // Found in a post's text or title as it stands.
    private static readonly string[] Literal =
    [
        "C++", "C#", ".NET", "f-string", "__init__", "select_related", "QuerySet.bulk_create", "manage.py migrate --fake", "go", "usb-c", "async/await", "--fake-initial",
        "django.db.models", "manage.py", "'don't'", "\"select related\"", "bulk_create", "3.14",
    ];

    private static readonly string[] Odd =
    [
        "-", "\"", "\"unclosed", "AND", "a AND -b", "((((", "a:(^", "tag:", "title:xz", "\\", "*", "field: value", "https://wiki.x.org", ">>>", "devices usb-c adapter\"\"", "\"a b\" \"c d\"",
        "\ud83c\udf89", "\0", "\ud800", "\u05e9\u05dc\u05d5\u05dd", new string('(', 10_000), "{% partialdef %}", "-(-(-x", "NOT NOT NOT", "~", "a~", "**", "tag:,,", "date:..",
    ];

    [Fact]
    public void Search_WhatDevelopersType_FindsItAmongTheFirstThree()
    {
        var directory = new MemoryIndexDirectory();
        using var index = PostIndex.Open(directory, new PostIndexOptions());
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        index.Apply(Sample(SharedData.Require("data/posts.jsonl.gz"), texts), TestContext.Current.CancellationToken);
        using var searcher = index.CreateSearcher();

        var missed = new List<string>();
        foreach (var query in Literal)
        {
            var response = searcher.Search(new SearchRequest { Query = query, Limit = 3 }, TestContext.Current.CancellationToken);
            var wanted = query.Trim('"', '\'');
            if (!response.Hits.Any(hit => Holds(texts[hit.Id], wanted)))
            {
                missed.Add($"{query}: {response.Total} hits, first {response.Hits.Select(h => h.Title).FirstOrDefault()}");
            }
        }

        missed.ShouldBeEmpty();
        foreach (var query in Odd)
        {
            var response = searcher.Search(new SearchRequest { Query = query, Facets = ["tag", "year"] }, TestContext.Current.CancellationToken);
            searcher.Search(new SearchRequest { Query = response.Query.Normalized }, TestContext.Current.CancellationToken).Total.ShouldBe(response.Total, query);
        }
    }

    /// <summary>The words as they stand, perhaps with others between them.</summary>
    private static bool Holds(string text, string wanted) => wanted.Split(' ').All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<PostUpdate> Sample(string path, Dictionary<string, string> texts)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        for (long number = 1; reader.ReadLine() is { } line; number++)
        {
            if (number % SampleOneIn != 0 && !Array.Exists(Rare, rare => line.Contains(rare, StringComparison.Ordinal)))
            {
                continue;
            }

            var incoming = PostJson.Read(Encoding.UTF8.GetBytes(line), source: null, planet: null);
            var post = PostMerge.Create(incoming, incoming.Id!, DateTimeOffset.MaxValue);
            texts[post.Id] = $"{post.Title}\n{post.Html ?? post.Text}";
            yield return new PostUpdate(number, post.Id, post, PostContentReader.Read(post));
        }
    }
}
