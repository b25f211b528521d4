using System.Collections.Immutable;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Ranking;

/// <summary>Cuts query text as the index's texts are cut.</summary>
internal static class TextAnalysis
{
    /// <summary>The compounds of a text, in order; empty when there is nothing in it that is indexed.</summary>
    public static ImmutableArray<AnalyzedCompound> Analyze(string text)
    {
        var stream = Analyzers.Prose.CreateStream();
        stream.Reset(text.AsMemory());
        var places = new List<Place>();
        while (stream.IncrementToken())
        {
            var token = stream.Token;
            if (token.PositionIncrement > 0 || places.Count == 0)
            {
                places.Add(new Place());
            }

            places[^1].Add(token);
        }

        var compounds = ImmutableArray.CreateBuilder<AnalyzedCompound>();
        for (var i = 0; i < places.Count;)
        {
            var length = Math.Min(places[i].WholeLength, places.Count - i);
            compounds.Add(new AnalyzedCompound(places[i].Whole, [.. places.GetRange(i, length).Select(static p => p.ToPiece())]));
            i += length;
        }

        return compounds.ToImmutable();
    }

    /// <summary>These words one after the other as they stand; null when there are none.</summary>
    public static Query? ExactPhrase(string field, string text)
    {
        var words = ExactTerms(text);
        return words.Length switch
        {
            0 => null,
            1 => new TermQuery(field, words[0]),
            _ => new PhraseQuery(field, words),
        };
    }

    /// <summary>A term a position: a lone identifier whole, others by their pieces so that neighbours stay neighbours.</summary>
    public static ImmutableArray<string> ExactTerms(string text) => Analyze(text) switch
    {
        [{ Whole: { } whole }] => [whole],
        var compounds =>
        [
            .. compounds.SelectMany(static c => c is { Whole: { } whole, Pieces.Length: 1 } ? [whole] : c.Pieces.Select(static p => p.Text)),
        ],
    };

    /// <summary>Equal for texts of the same words, whatever their case, accents and punctuation.</summary>
    public static string KeyOf(string text) => string.Join(' ', ExactTerms(text));

    private sealed class Place
    {
        private readonly List<string> _parts = [];
        private string? _text;
        private string? _stem;
        private bool _isWord;

        public string? Whole { get; private set; }

        public int WholeLength { get; private set; } = 1;

        public void Add(Token token)
        {
            var term = token.Term.ToString();
            if (token.Flags.HasFlag(TokenFlags.Identifier))
            {
                if (Whole is null && !token.Flags.HasFlag(TokenFlags.Part))
                {
                    (Whole, WholeLength) = (term, token.PositionLength);
                }
            }
            else if (token.Flags.HasFlag(TokenFlags.Stem))
            {
                // Only the stem of the piece itself: those of its parts come behind the parts.
                if (_parts.Count == 0)
                {
                    _stem ??= term[..^1];
                }
            }
            else if (_text is null)
            {
                (_text, _isWord) = (term, token.Flags.HasFlag(TokenFlags.Word));
            }
            else
            {
                _parts.Add(term);
            }
        }

        public AnalyzedPiece ToPiece() => new(_text ?? Whole ?? "", _stem ?? (_isWord ? _text : null), [.. _parts]);
    }
}
