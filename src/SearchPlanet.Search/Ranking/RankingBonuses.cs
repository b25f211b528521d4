using System.Collections.Immutable;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Ranking;

/// <summary>What the ranking adds to the scores of the words themselves.</summary>
/// <param name="parts">Takes what is added, for explanations.</param>
internal sealed class RankingBonuses(TextFieldQueries fields, RankingProfile profile, List<ScorePart> parts)
{
    /// <summary>Advice on software ages over years, not weeks.</summary>
    private const int RecencyHalfLifeDays = 3 * 365;

    /// <summary>How far apart neighbours of the query may be to count as near.</summary>
    private const int NearSlop = 4;

    /// <summary>Scoring clauses with what the ranking adds to them: nearness of neighbouring words, a title that is the query, and a mild preference for the new.</summary>
    public Query Ranked(IEnumerable<BooleanClause> clauses, QueryNode root, DateOnly today)
    {
        var scoring = clauses.ToList();
        var nodes = root is QueryNode.All all ? all.Nodes : [root];
        AddProximity(scoring, nodes);
        AddWholeTitle(scoring, nodes);
        var query = new BooleanQuery([.. scoring]);
        return profile.RecencyWeight <= 0
            ? query
            : new DecayQuery(query, PostFields.Day, today.DayNumber, RecencyHalfLifeDays) { Floor = 1 - profile.RecencyWeight };
    }

    /// <summary>Adds what a title of just these words is worth: who types a title looks for that post, however often others repeat its words.</summary>
    private void AddWholeTitle(List<BooleanClause> clauses, ImmutableArray<QueryNode> nodes)
    {
        var texts = nodes.Select(static node => node switch
        {
            QueryNode.Word { Field: TextField.All, Text: var text } => text,
            QueryNode.Phrase { Field: TextField.All, Text: var text } => text,
            _ => null,
        });
        var terms = TextAnalysis.ExactTerms(string.Join(' ', texts.OfType<string>()));
        if (profile.WholeTitleWeight <= 0 || terms.IsEmpty)
        {
            return;
        }

        var title = new ConstantScoreQuery(new TermQuery(PostFields.TitleKey, string.Join(' ', terms)));
        var boosted = new BoostQuery(title, profile.WholeTitleWeight * terms.Sum(term => fields.Rarity([term])));
        parts.Add(new ScorePart("the whole title", boosted, IsWord: false));
        clauses.Add(new BooleanClause(boosted, Occur.Should));
    }

    /// <summary>Adds what words side by side are worth, once for each neighbouring pair.</summary>
    private void AddProximity(List<BooleanClause> clauses, ImmutableArray<QueryNode> nodes)
    {
        if (profile.ProximityWeight <= 0)
        {
            return;
        }

        ImmutableArray<string>? before = null;
        foreach (var node in nodes)
        {
            var forms = node is QueryNode.Word { Field: TextField.All } word && TextAnalysis.Analyze(word.Text) is [{ Pieces: [.., var piece] } compound]
                ? compound is { Whole: { } whole, Pieces.Length: 1 } ? [whole] : fields.FormsOf(piece)
                : (ImmutableArray<string>?)null;
            if (before is { } first && forms is { } second)
            {
                var pair = ImmutableArray.Create(first, second);
                var near = new DisjunctionMaxQuery(
                [
                    TextFieldQueries.PlacesIn(PostFields.Body, pair, NearSlop),
                    new BoostQuery(TextFieldQueries.PlacesIn(PostFields.Title, pair, NearSlop), profile.TitleWeight),
                ]);
                var boosted = new BoostQuery(near, profile.ProximityWeight);
                parts.Add(new ScorePart("near each other", boosted, IsWord: false));
                clauses.Add(new BooleanClause(boosted, Occur.Should));
            }

            before = forms;
        }
    }
}
