using System.Collections.Immutable;
using SearchPlanet.Engine.Analysis;

namespace SearchPlanet.Search.Ranking;

/// <summary>What stands at one position of an analysed text.</summary>
/// <param name="Text">The word as typed, folded.</param>
/// <param name="Stem">What its inflections share; the word itself when it is its own stem; null when it has none (numbers, code).</param>
/// <param name="Parts">Where its case or kind changes: <c>query set</c> of <c>QuerySet</c>; empty for most.</param>
internal sealed record AnalyzedPiece(string Text, string? Stem, ImmutableArray<string> Parts)
{
    /// <summary>The terms of all forms of the word where stems are indexed; the word alone where it has none.</summary>
    public ImmutableArray<string> Forms => Stem is null ? [Text] : [Stem, Stem + StemMarker.Char];

    /// <summary>How every form begins that is likely to occur.</summary>
    public string Beginning
    {
        get
        {
            // Stems end otherwise than words: happi for happy, hope for hoping.
            var stem = (Stem ?? Text).AsSpan();
            var shared = stem.CommonPrefixLength(Text);
            while (Stem is not null && shared > 2 && stem[shared - 1] is 'e' or 'i' or 'y')
            {
                shared--;
            }

            return shared < 2 ? Text : Text[..shared];
        }
    }
}
