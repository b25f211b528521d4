using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SearchPlanet.Posts;

namespace SearchPlanet.Bench.Posts;

/// <summary>
/// Makes of a corpus one many times as large that is still like a corpus: frequent words are frequent in it too, and each copy brings
/// rare words, tags, authors, blogs and days of its own, as more blogs would.
/// </summary>
internal sealed class PostMultiplier
{
    /// <summary>Words of at most so many posts are of their copy alone.</summary>
    private const int Rare = 20;

    private const int MaxDaysEarlier = 5 * 365;

    private readonly Dictionary<string, int> _docFreqs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);

    /// <summary>Takes note of a post of the corpus; all of them first, then copies.</summary>
    public void Count(IncomingPost post)
    {
        _counted.Clear();
        foreach (var text in (ReadOnlySpan<string?>)[post.Title, post.Html ?? post.Text, .. post.Tags, .. post.Authors])
        {
            Words(text ?? "", (word, isWord) =>
            {
                if (isWord)
                {
                    _counted.GetAlternateLookup<ReadOnlySpan<char>>().Add(word);
                }
            });
        }

        foreach (var word in _counted)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_docFreqs, word, out _)++;
        }
    }

    /// <summary>The post's copy of a number above 0.</summary>
    public IncomingPost Copy(IncomingPost post, int number)
    {
        var mark = Mark(number);
        return post with
        {
            Id = $"{post.Id}-{mark}",
            Url = post.Url?.Replace("://", $"://{mark}.", StringComparison.Ordinal),
            Title = Varied(post.Title, mark),
            Html = post.Html is null ? null : Varied(post.Html, mark),
            Text = post.Text is null ? null : Varied(post.Text, mark),
            Tags = [.. post.Tags.Select(tag => Varied(tag, mark))],
            Authors = [.. post.Authors.Select(author => $"{author} {mark}")],
            Source = post.Source with { Id = $"{mark}.{post.Source.Id}", Title = $"{post.Source.Title} {mark}" },
            Published = post.Published?.AddDays(-((number * 97) + (post.Title.Length * 31)) % MaxDaysEarlier),
        };
    }

    /// <summary>Letters that tell copies apart.</summary>
    private static string Mark(int number) => string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + (number % 26))}{(char)('a' + (number / 26 % 26))}q");

    private string Varied(string text, string mark)
    {
        var docFreqs = _docFreqs.GetAlternateLookup<ReadOnlySpan<char>>();
        var varied = new StringBuilder(text.Length + 256);
        Words(text, (part, isWord) =>
        {
            varied.Append(part);
            if (isWord && docFreqs.TryGetValue(part, out var docFreq) && docFreq <= Rare)
            {
                varied.Append(mark);
            }
        });
        return varied.ToString();
    }

    /// <summary>Cuts a text into runs of letters and what stands between them.</summary>
    private static void Words(string text, Action<ReadOnlySpan<char>, bool> each)
    {
        for (var at = 0; at < text.Length;)
        {
            var (start, isWord) = (at, char.IsLetter(text[at]));
            while (at < text.Length && char.IsLetter(text[at]) == isWord)
            {
                at++;
            }

            each(text.AsSpan(start, at - start), isWord);
        }
    }
}
