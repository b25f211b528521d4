using System.Collections.Frozen;
using System.Numerics;

namespace SearchPlanet.Posts;

/// <summary>
/// Says in which language a text is, where its feed does not: by its script, else by the small words that no sentence does without. Developers'
/// texts are full of English nouns in any language, but not of English articles.
/// </summary>
public static class LanguageGuess
{
    /// <summary>Characters that are looked at: the small words show at once.</summary>
    private const int MaxLength = 5_000;

    /// <summary>Fewer small words than this prove nothing.</summary>
    private const float MinScore = 3;

    /// <summary>How far the first language must be before the second: neighbours share words.</summary>
    private const float MinLead = 1.5f;

    /// <summary>Small words by language; none of one letter, which in lists of commits is a digit of base 16.</summary>
    private static readonly (string Language, string Words)[] SmallWords =
    [
        ("en", "the of and to in is that for it with was this on are be as you not have from by or which an but we they can will if your how what has more all about there when their my one our do so"),
        ("fr", "le la les de des du et un une est en que qui pour dans ce sur pas plus au avec je par il ne vous sont nous cette mais ou se sa son aux été être leur dont donc comme"),
        ("de", "der die das und ist nicht ein eine zu den mit von auf für im es sich des dem auch als wie werden wird ich wir oder aber bei nach noch einen einer sind kann über aus wenn nur zum zur"),
        ("es", "el los las de que en un una es por con para del se lo no su al como más pero sus este esta está muy también si hay puede ser son nos entre cuando desde sobre todo ya"),
        ("pt", "os as de que em um uma é por com para do da dos das se não no na mais mas seu sua como ou ao você são também está isso este esta pelo pela nos nas foi ser tem quando muito"),
        ("it", "il lo gli di che un una è per con del della dei delle si non da al le sono come più ma anche questo questa nel nella alla dal ai se ha ho essere stato suo cui così"),
        ("nl", "de het een en van is dat op te in voor met zijn niet die er aan ook als door maar om naar dit bij je wij kan worden wordt uit deze nog heeft hebben"),
        ("pl", "na do nie się że jest to jak po od dla przez oraz który która które są tym tego lub może tylko także czy już"),
        ("sv", "och att det som en på är av för med den till inte om har de ett jag men var kan vi så från eller du när även"),
        ("cs", "na se je že to do pro jako by ale jsou nebo které který po tak má jsem ve si již také"),
        ("tr", "ve bir bu için ile da de çok daha olarak gibi kadar sonra ama olan ne her var ya"),
    ];

    private static readonly FrozenDictionary<string, ushort>.AlternateLookup<ReadOnlySpan<char>> LanguagesOf = SmallWords
        .SelectMany(static (entry, language) => entry.Words.Split(' ').Distinct(StringComparer.Ordinal).Select(word => (Word: word, Language: 1 << language)))
        .GroupBy(static w => w.Word, static w => w.Language, StringComparer.Ordinal)
        .ToFrozenDictionary(static g => g.Key, static g => (ushort)g.Sum(), StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The language's two letters (ISO 639-1); null when the text is too short or too mixed to tell.</summary>
    /// <param name="texts">Title and prose, in order; what is beyond some thousand characters is not read.</param>
    public static string? Of(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var scripts = default(ScriptCounts);
        Span<float> scores = stackalloc float[SmallWords.Length];
        var left = MaxLength;
        foreach (var text in texts.TakeWhile(_ => left > 0))
        {
            var read = text.AsSpan(0, Math.Min(left, text.Length));
            left -= read.Length;
            scripts.Add(read);
            AddSmallWords(read, scores);
        }

        return scripts.Language ?? Leading(scores);
    }

    private static void AddSmallWords(ReadOnlySpan<char> text, Span<float> scores)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                continue;
            }

            // A word of several languages says a part for each.
            if (i - start > 1 && LanguagesOf.TryGetValue(text[start..i], out var languages))
            {
                var share = 1f / BitOperations.PopCount(languages);
                for (var rest = (uint)languages; rest != 0; rest &= rest - 1)
                {
                    scores[BitOperations.TrailingZeroCount(rest)] += share;
                }
            }

            start = i + 1;
        }
    }

    private static string? Leading(ReadOnlySpan<float> scores)
    {
        var (first, second) = (0, -1);
        for (var i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[first])
            {
                (first, second) = (i, first);
            }
            else if (second < 0 || scores[i] > scores[second])
            {
                second = i;
            }
        }

        return scores[first] >= MinScore && scores[first] >= MinLead * scores[second] ? SmallWords[first].Language : null;
    }

    /// <summary>Letters of the scripts that tell a language, or nearly so.</summary>
    private struct ScriptCounts
    {
        private int _all;
        private int _han;
        private int _kana;
        private int _hangul;
        private int _cyrillic;

        public void Add(ReadOnlySpan<char> text)
        {
            foreach (var c in text)
            {
                if (!char.IsLetter(c))
                {
                    continue;
                }

                _all++;
                switch (c)
                {
                    case >= '\u4e00' and <= '\u9fff':
                        _han++;
                        break;
                    case >= '\u3040' and <= '\u30ff':
                        _kana++;
                        break;
                    case >= '\uac00' and <= '\ud7a3':
                        _hangul++;
                        break;
                    case >= '\u0400' and <= '\u04ff':
                        _cyrillic++;
                        break;
                }
            }
        }

        /// <summary>A fifth is much: names and code are in Latin letters everywhere, and an ideograph is worth several of them.</summary>
        public readonly string? Language => _all == 0 ? null
            : _hangul > _all / 5 ? "ko"
            : _kana > _all / 20 && _han + _kana > _all / 5 ? "ja"
            : _han > _all / 5 ? "zh"
            : _cyrillic > _all / 3 ? "ru"
            : null;
    }
}
