using System.Text;

namespace SearchPlanet.Posts;

/// <summary>Derives from a post's body what is indexed and shown. Total: any body gives a content; linear in its length.</summary>
public static class PostContentReader
{
    /// <summary>Of a longer body the rest is not read.</summary>
    private const int MaxBodyLength = 4_000_000;

    private const int MaxExcerptLength = 300;

    /// <summary>Reads the body and the title of a post.</summary>
    public static PostContent Read(Post post)
    {
        var prose = post.Kind == PostKind.Transcript ? PassageKind.Transcript : PassageKind.Prose;
        var writer = new PassageWriter(prose, Uri.TryCreate(post.Url, UriKind.Absolute, out var url) ? url : null);
        if (post.Html is { } html)
        {
            new HtmlPassageReader(writer).Read(html.AsSpan(0, Math.Min(html.Length, MaxBodyLength)));
        }
        else if (post.Text is { } text)
        {
            new MarkupPassageReader(writer, post.Kind == PostKind.Transcript).Read(text.Length <= MaxBodyLength ? text : text[..MaxBodyLength]);
        }

        var mentions = new MentionReader();
        mentions.Read(post.Title);
        var imports = new ImportReader();
        var words = 0;
        foreach (var passage in writer.Passages)
        {
            if (passage.Kind == PassageKind.Code)
            {
                imports.Read(passage.Text, passage.Language);
            }
            else
            {
                words += CountWords(passage.Text);
                mentions.Read(passage.Text);
            }
        }

        return new PostContent
        {
            Passages = writer.Passages,
            Excerpt = ExcerptOf(writer.Passages),
            Words = words,
            HasCode = writer.Passages.Exists(p => p.Kind == PassageKind.Code),
            Language = LanguageGuess.Of(writer.Passages.Where(static p => p.Kind != PassageKind.Code).Select(static p => p.Text).Prepend(post.Title)),
            Imports = imports.Modules,
            Mentions = mentions.Mentions,
            Links = writer.Links,
        };
    }

    /// <summary>Runs of characters between blanks that hold a letter or digit.</summary>
    private static int CountWords(string text)
    {
        var words = 0;
        var isInWord = false;
        foreach (var c in text)
        {
            if (c == ' ')
            {
                isInWord = false;
            }
            else if (!isInWord && char.IsLetterOrDigit(c))
            {
                isInWord = true;
                words++;
            }
        }

        return words;
    }

    private static string ExcerptOf(List<Passage> passages)
    {
        var excerpt = new StringBuilder(MaxExcerptLength + 1);
        foreach (var passage in passages)
        {
            if (passage.Kind is not (PassageKind.Prose or PassageKind.Transcript))
            {
                continue;
            }

            excerpt.Append(excerpt.Length == 0 ? "" : " ").Append(passage.Text);
            if (excerpt.Length > MaxExcerptLength)
            {
                break;
            }
        }

        if (excerpt.Length <= MaxExcerptLength)
        {
            return excerpt.ToString();
        }

        // One place is the ellipsis's. A text without blanks is cut where it may be cut: not inside a surrogate pair.
        var text = excerpt.ToString(0, MaxExcerptLength);
        var end = text.LastIndexOf(' ');
        end = end > 0 ? end : char.IsHighSurrogate(text[^2]) ? MaxExcerptLength - 2 : MaxExcerptLength - 1;
        return string.Concat(text.AsSpan(0, end).TrimEnd(" ,;:–—-"), "…");
    }
}
