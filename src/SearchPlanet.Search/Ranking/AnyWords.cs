using System.Collections.Immutable;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.QueryLanguage;

namespace SearchPlanet.Search.Ranking;

/// <summary>Ranks posts that hold any of some words, each identifier by its pieces too, by what a user's search ranks by: how the relevance lab asks.</summary>
internal sealed class AnyWords(TextTranslator text, RankingProfile profile)
{
    /// <summary>What the whole of an identifier counts beside its pieces, where each of them counts too.</summary>
    private const float WholeWeight = 0.5f;

    /// <summary>Words of a long text that are searched for.</summary>
    private const int MaxTellingWords = 128;

    /// <summary>The query; null when nothing in the words is indexed. Of a text as long as a post the most telling words.</summary>
    public Query? Of(IReadOnlyList<string> words, DateOnly today)
    {
        var clauses = new List<BooleanClause>();
        foreach (var (word, count) in MostTelling(words))
        {
            var ofWord = new List<BooleanClause>();
            foreach (var compound in TextAnalysis.Analyze(word))
            {
                AddAnyOf(ofWord, compound);
            }

            if (profile.UsesSynonyms && Synonyms.Of(word) is { IsEmpty: false } synonyms)
            {
                ofWord.AddRange(text.SynonymQueries(synonyms, TextField.All).Select(static query => new BooleanClause(query, Occur.Should)));
            }

            clauses.AddRange(count == 1 ? ofWord : ofWord.Select(clause => clause with { Query = new BoostQuery(clause.Query, count) }));
        }

        if (clauses.Count == 0)
        {
            return null;
        }

        var nodes = words.Take(MaxTellingWords).Select(static w => (QueryNode)new QueryNode.Word(w, TextField.All)).ToImmutableArray();
        return text.Bonuses.Ranked(clauses, new QueryNode.All(nodes), today);
    }

    /// <summary>The different words with how often each stands there, at most <see cref="MaxTellingWords"/>: the rare and the repeated before others.</summary>
    private IEnumerable<(string Word, int Count)> MostTelling(IReadOnlyList<string> words)
    {
        var counted = words.CountBy(static w => w, StringComparer.OrdinalIgnoreCase).Select(static w => (Word: w.Key, Count: w.Value)).ToList();
        return counted.Count <= MaxTellingWords
            ? counted
            : counted.OrderByDescending(w => w.Count * TextAnalysis.Analyze(w.Word).SelectMany(static c => c.Pieces).Sum(p => text.Fields.Rarity(text.Fields.FormsOf(p)))).Take(MaxTellingWords);
    }

    private void AddAnyOf(List<BooleanClause> clauses, AnalyzedCompound compound)
    {
        if (compound.Whole is { } whole)
        {
            var weight = profile.UsesParts && compound.Pieces.Length > 1 ? WholeWeight : 1;
            clauses.Add(new BooleanClause(new BoostQuery(text.Fields.Exact(whole, TextField.All), weight), Occur.Should));
        }

        if (compound.Whole is not null && (!profile.UsesParts || compound.Pieces.Length == 1))
        {
            return;
        }

        foreach (var piece in compound.Pieces)
        {
            clauses.Add(new BooleanClause(text.Fields.Forms(piece, TextField.All), Occur.Should));
            if (profile.UsesParts)
            {
                clauses.AddRange(piece.Parts.Select(part => new BooleanClause(new BoostQuery(text.Fields.Exact(part, TextField.All), WholeWeight), Occur.Should)));
            }
        }
    }
}
