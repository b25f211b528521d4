using SearchPlanet.Posts;
using SearchPlanet.Search.QueryLanguage;
using static SearchPlanet.Search.Tests.PostFixture;

namespace SearchPlanet.Search.Tests;

/// <summary>Random queries over random posts, against looking at every post.</summary>
public sealed class SearchOracleTests(ITestOutputHelper output)
{
    // Each its own stem, none a synonym: what a word matches can be told by looking.
    private static readonly string[] Words = ["red", "green", "blue", "black", "white", "gold", "c++", "x_y"];
    private static readonly string[] Tags = ["t1", "t2", "t3", "t4"];
    private static readonly string[] Authors = ["Ann", "Bob", "Cid"];
    private static readonly string[] Planets = ["django", "python"];

    [Fact]
    public void Search_RandomQueries_FindAndCountWhatLookingAtEveryPostDoes()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var all = new List<Post>();
        using var posts = new PostFixture();
        for (var round = 0; round < 6; round++)
        {
            var added = Enumerable.Range(0, 40).Select(i => RandomPost(random, $"p{round}-{i}")).ToList();
            posts.Add(added);
            all.AddRange(added);
            var removed = all[random.Next(all.Count)];
            posts.Remove(removed.Id);
            all.Remove(removed);
            for (var i = 0; i < 150; i++)
            {
                Compare(posts, all, QueryTree.All([RandomNode(random, 3)]));
            }
        }
    }

    private static void Compare(PostFixture posts, List<Post> all, QueryNode root)
    {
        var query = QueryRenderer.Render(root);
        var expected = all.Where(post => Holds(post, root)).ToList();
        var found = new List<string>();
        SearchResponse page;
        string? cursor = null;
        do
        {
            page = posts.Search(new SearchRequest { Query = query, Limit = 60, Cursor = cursor, Facets = ["tag", "author", "year"], FacetSize = 100 });
            found.AddRange(page.Hits.Select(h => h.Id));
            page.Total.ShouldBe(expected.Count, query);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        found.Order(StringComparer.Ordinal).ShouldBe(expected.Select(p => p.Id).Order(StringComparer.Ordinal), query);

        Counts(page, "tag").ShouldBe(CountBy(all.Where(p => Holds(p, Without(root, IsTagChoice))), p => p.Tags), query);
        Counts(page, "author").ShouldBe(CountBy(all.Where(p => Holds(p, Without(root, static n => n is QueryNode.Filter { Field: FilterField.Author }))), p => p.Authors), query);
        Counts(page, "year").ShouldBe(
            CountBy(all.Where(p => Holds(p, Without(root, static n => n is QueryNode.Published))), static p => p.Published is { } date ? [$"{date:yyyy}"] : []), query);
        page.Histogram.Sum(b => b.Count).ShouldBe(expected.Count(p => p.Published is not null), query);
    }

    private static bool IsTagChoice(QueryNode node) => node is QueryNode.Filter { Field: FilterField.Tag, Values.Length: > 1 };

    /// <summary>The query without what a facet's own counts leave out.</summary>
    private static QueryNode Without(QueryNode root, Predicate<QueryNode> isChoice) => root switch
    {
        QueryNode.All all => QueryTree.All(all.Nodes.Where(n => !isChoice(n))),
        _ when isChoice(root) => QueryTree.Everything,
        _ => root,
    };

    private static string Counts(SearchResponse page, string facet) =>
        string.Join(' ', page.Facets[facet].Values.Where(v => v.Count > 0).Select(v => $"{v.Value}:{v.Count}").Order(StringComparer.Ordinal));

    private static string CountBy(IEnumerable<Post> posts, Func<Post, IEnumerable<string>> valuesOf) =>
        string.Join(' ', posts.SelectMany(valuesOf).GroupBy(static v => v).Select(g => $"{g.Key}:{g.Count()}").Order(StringComparer.Ordinal));

    private static bool Holds(Post post, QueryNode node) => node switch
    {
        QueryNode.Everything => true,
        QueryNode.All all => all.Nodes.All(n => Holds(post, n)),
        QueryNode.Any any => any.Nodes.Any(n => Holds(post, n)),
        QueryNode.Not not => !Holds(post, not.Node),
        QueryNode.Word { Field: TextField.Title } word => WordsOf(post.Title).Contains(word.Text),
        QueryNode.Word word => WordsOf(post.Title).Concat(WordsOf(post.Text!)).Contains(word.Text),
        QueryNode.Phrase phrase => $" {post.Title} ".Contains($" {phrase.Text} ", StringComparison.Ordinal) || $" {post.Text} ".Contains($" {phrase.Text} ", StringComparison.Ordinal),
        QueryNode.Prefix prefix => WordsOf(post.Title).Concat(WordsOf(post.Text!)).Any(w => w.StartsWith(prefix.Text, StringComparison.Ordinal)),
        QueryNode.Filter { Field: FilterField.Tag } filter => filter.Values.Any(post.Tags.Contains),
        QueryNode.Filter { Field: FilterField.Author } filter => filter.Values.Any(post.Authors.Contains),
        QueryNode.Filter filter => post.Sources.Any(s => s.Planet is not null && filter.Values.Contains(s.Planet)),
        QueryNode.After after => DayOf(post) >= after.Day,
        QueryNode.Before before => DayOf(post) < before.Day,
        QueryNode.Published published => published.Periods.Any(p => DayOf(post) is { } day && (p.From is null || day >= p.From) && (p.To is null || day < p.To)),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string[] WordsOf(string text) => text.Split(' ');

    private static DateOnly? DayOf(Post post) => post.Published is { } date ? DateOnly.FromDateTime(date.UtcDateTime) : null;

    private static Post RandomPost(Random random, string id)
    {
        string Text(int most) => string.Join(' ', random.GetItems(Words, random.Next(1, most)));
        string Some(string[] from, int most) => string.Join(',', random.GetItems(from, random.Next(0, most)).Distinct());
        var date = random.Next(8) == 0 ? "" : $"202{random.Next(3)}-0{random.Next(1, 4)}-1{random.Next(10)}";
        return Post(id, Text(3), Text(8), date, Some(Authors, 2), Some(Tags, 4), "blog.example", Some(Planets, 3));
    }

    private static QueryNode RandomNode(Random random, int depth) => random.Next(depth > 0 ? 16 : 11) switch
    {
        <= 3 => new QueryNode.Word(Pick(random, Words), TextField.All),
        4 => new QueryNode.Word(Pick(random, Words), TextField.Title),
        5 => new QueryNode.Phrase($"{Words[random.Next(6)]} {Words[random.Next(6)]}", TextField.All),
        6 => new QueryNode.Prefix(Pick(random, ["bl", "gr", "whit", "go"]), TextField.All),
        7 => new QueryNode.Filter(FilterField.Tag, [.. random.GetItems(Tags, random.Next(1, 3)).Distinct()]),
        8 => new QueryNode.Filter(FilterField.Author, [Pick(random, Authors)]),
        9 => new QueryNode.Filter(FilterField.Planet, [Pick(random, Planets)]),
        10 => Pick<QueryNode>(random, [new QueryNode.After(new DateOnly(2021, 1, 1)), new QueryNode.Before(new DateOnly(2021, 2, 15)),
            new QueryNode.Published([new DayRange(new DateOnly(2020, 1, 1), new DateOnly(2021, 1, 1))])]),
        <= 12 => QueryTree.All([RandomNode(random, depth - 1), RandomNode(random, depth - 1)]),
        <= 14 => QueryTree.Any([RandomNode(random, depth - 1), RandomNode(random, depth - 1)]),
        _ => QueryTree.Not(RandomNode(random, depth - 1)),
    };

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
