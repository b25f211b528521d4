using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Posts;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Ranking;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Search.Schema;

/// <summary>Turns a post into a document of <see cref="PostSchema"/>.</summary>
internal static class PostDocument
{
    /// <summary>The longest value that becomes a term; feeds send anything.</summary>
    private const int MaxValueLength = 200;

    public static void Fill(Document document, Post post, PostContent content)
    {
        document.Clear();
        document.AddKeyword(PostFields.Id, post.Id);
        document.AddLong(PostFields.Key, KeyOf(post.Id));
        document.AddText(PostFields.Title, post.Title);
        AddValue(document, PostFields.TitleKey, TextAnalysis.KeyOf(post.Title));
        foreach (var passage in content.Passages)
        {
            document.AddText(passage.Kind == PassageKind.Code ? PostFields.Code : PostFields.Body, passage.Text);
        }

        AddTagsAndAuthors(document, post);
        AddSources(document, post);
        AddMentions(document, content);
        document.AddKeyword(PostFields.Kind, post.Kind.ToString().ToLowerInvariant());
        AddValue(document, PostFields.Language, LanguageOf(post, content));
        foreach (var module in content.Imports.SelectMany(WithParents).Distinct(StringComparer.Ordinal))
        {
            AddValue(document, PostFields.Imports, module);
        }

        if (content.HasCode)
        {
            document.AddKeyword(PostFields.Has, PostFields.HasCode);
        }

        if (post.Published is { } published)
        {
            var utc = published.ToUniversalTime();
            document.AddLong(PostFields.Published, utc.ToUnixTimeSeconds());
            document.AddLong(PostFields.Day, DateOnly.FromDateTime(utc.DateTime).DayNumber);
            document.AddKeyword(PostFields.Year, utc.Year.ToString("0000", CultureInfo.InvariantCulture));
        }

        document.AddStored(PostFields.Summary, PostSummaryCodec.Write(SummaryOf(post, content)));
        document.AddStored(PostFields.Passages, PassageCodec.Write(content.Passages));
    }

    /// <summary>56 bits, not negative: room for what a sort does to keys.</summary>
    private static long KeyOf(string id) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id))) & 0xFF_FFFF_FFFF_FFFF;

    /// <summary>Feeds write <c>en-US</c>, <c>en_us</c> and <c>EN</c>: one spelling makes one facet value.</summary>
    private static string? LanguageOf(Post post, PostContent content) => post.Language is { Length: > 0 } named ? named.Trim().Replace('_', '-').ToLowerInvariant() : content.Language;

    private static PostSummary SummaryOf(Post post, PostContent content) => new()
    {
        Id = post.Id,
        Url = post.Url,
        Title = post.Title,
        Excerpt = content.Excerpt,
        Authors = post.Authors,
        Tags = post.Tags,
        Kind = post.Kind,
        Language = LanguageOf(post, content),
        Published = post.Published,
        DateConfidence = post.DateConfidence,
        Updated = post.Updated,
        Sources = [.. post.Sources.Select(static s => new SourceInfo(s.Id, s.Title, s.Planet, s.Url))],
        Versions = content.Mentions,
        HasCode = content.HasCode,
        Words = content.Words,
        EarlierVersion = post.EarlierVersion,
        PartOf = post.PartOf,
    };

    private static void AddTagsAndAuthors(Document document, Post post)
    {
        foreach (var tag in post.Tags)
        {
            document.AddText(PostFields.TagText, tag);
            AddValue(document, PostFields.Tag, tag);
        }

        foreach (var author in post.Authors)
        {
            document.AddText(PostFields.AuthorText, author);
            AddValue(document, PostFields.Author, author);
            AddValue(document, PostFields.AuthorKey, author.ToLowerInvariant());
        }
    }

    private static void AddSources(Document document, Post post)
    {
        foreach (var source in post.Sources)
        {
            AddValue(document, PostFields.Source, source.Id);
            AddValue(document, PostFields.SourceTitle, source.Title.ToLowerInvariant());
            AddValue(document, PostFields.Planet, source.Planet);
        }

        foreach (var address in post.Sources.Select(static s => s.Url).Prepend(post.Url).Select(CanonicalUrl.KeyOf).Distinct(StringComparer.Ordinal))
        {
            AddValue(document, PostFields.Address, address);
        }

        foreach (var site in SitesOf(post.Url))
        {
            AddValue(document, PostFields.Site, site);
        }
    }

    private static void AddMentions(Document document, PostContent content)
    {
        foreach (var (family, versions) in content.Mentions)
        {
            foreach (var version in versions)
            {
                if (VersionNumber.TryParse(version, out var number))
                {
                    AddValue(document, PostFields.Version, $"{family}:{number}");
                }
            }
        }

        foreach (var address in content.Links.Select(CanonicalUrl.KeyOf).Distinct(StringComparer.Ordinal))
        {
            AddValue(document, PostFields.LinksTo, address);
        }
    }

    private static void AddValue(Document document, string field, string? value)
    {
        if (value is { Length: > 0 and <= MaxValueLength })
        {
            document.AddKeyword(field, value);
        }
    }

    /// <summary><c>docs.djangoproject.com</c>, <c>djangoproject.com</c>.</summary>
    private static IEnumerable<string> SitesOf(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            yield break;
        }

        for (var host = address.IdnHost.ToLowerInvariant(); host.Contains('.', StringComparison.Ordinal);
            host = host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            yield return host;
        }
    }

    /// <summary><c>django.db.models</c>, <c>django.db</c>, <c>django</c>.</summary>
    private static IEnumerable<string> WithParents(string module)
    {
        var name = module.ToLowerInvariant();
        while (name.Length > 0)
        {
            yield return name;
            var dot = name.LastIndexOf('.');
            name = dot > 0 ? name[..dot] : "";
        }
    }
}
