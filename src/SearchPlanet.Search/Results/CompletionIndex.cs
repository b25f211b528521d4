using System.Collections.Concurrent;
using System.Collections.Frozen;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>What completions of one snapshot are made of, arranged once. Thread-safe.</summary>
internal sealed class CompletionIndex
{
    private const int MaxCounts = 10_000;

    private static readonly DateOnly NoDay = DateOnly.MinValue;

    private readonly PostSnapshot _snapshot;
    private readonly FrozenDictionary<FacetDimension, CompletionNames> _names;
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public CompletionIndex(PostSnapshot snapshot, IEnumerable<FacetDimension> dimensions)
    {
        _snapshot = snapshot;
        _names = dimensions.ToFrozenDictionary(static dimension => dimension, dimension => new CompletionNames(snapshot.List(dimension)));
        TitleWords = new CompletionWords(snapshot.Reader, PostFields.Title);
        AllWords = new CompletionWords(snapshot.Reader, PostFields.Title, PostFields.TagText, PostFields.AuthorText);
    }

    public CompletionWords TitleWords { get; }

    /// <summary>Of titles and names: what a misspelt word can have been meant to be.</summary>
    public CompletionWords AllWords { get; }

    public CompletionNames Names(FacetDimension dimension) => _names[dimension];

    /// <summary>Posts that a search for the word finds.</summary>
    public int CountOf(string word)
    {
        if (!_counts.TryGetValue(word, out var count))
        {
            count = SearchRun.Count(_snapshot, new QueryNode.Word(word, TextField.All), NoDay, CancellationToken.None);
            if (_counts.Count < MaxCounts)
            {
                _counts.TryAdd(word, count);
            }
        }

        return count;
    }
}
