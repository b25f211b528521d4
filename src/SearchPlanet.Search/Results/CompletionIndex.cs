using System.Collections.Frozen;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>The names and words that completions are made of, arranged. Holds nothing of the snapshot it was read from. Thread-safe.</summary>
internal sealed class CompletionIndex
{
    private readonly FrozenDictionary<FacetDimension, CompletionNames> _names;

    public CompletionIndex(PostSnapshot snapshot)
    {
        _names = Completions.Dimensions.ToFrozenDictionary(static dimension => dimension, dimension => new CompletionNames(snapshot.List(dimension)));
        TitleWords = new CompletionWords(snapshot.Reader, PostFields.Title);
        AllWords = new CompletionWords(snapshot.Reader, PostFields.Title, PostFields.TagText, PostFields.AuthorText);
    }

    public CompletionWords TitleWords { get; }

    /// <summary>Of titles and names: what a misspelt word can have been meant to be.</summary>
    public CompletionWords AllWords { get; }

    public CompletionNames Names(FacetDimension dimension) => _names[dimension];
}
