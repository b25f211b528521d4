using System.Collections.Immutable;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Results;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Ranking;

/// <summary>
/// Turns the text of a query into engine queries, and remembers what to mark in the results. A word is looked for in all text fields at
/// once and scored as one term of their combined text (BM25F). For one request and snapshot.
/// </summary>
internal sealed class TextTranslator
{
    private const float SynonymWeight = 0.7f;
    private const float PartsWeight = 0.6f;

    private readonly DirectoryReader _reader;
    private readonly FilterTranslator _filters;
    private readonly RankingProfile _profile;
    private readonly string _raw;

    /// <param name="raw">The query as typed, for the places of notes.</param>
    public TextTranslator(DirectoryReader reader, FilterTranslator filters, RankingProfile profile, string raw)
    {
        _reader = reader;
        _filters = filters;
        _profile = profile;
        _raw = raw;
        Fields = new TextFieldQueries(reader, profile);
        Bonuses = new RankingBonuses(Fields, profile, Parts);
    }

    public TextFieldQueries Fields { get; }

    public RankingBonuses Bonuses { get; }

    public TermMarks Marks { get; } = new();

    /// <summary>What the index had to say to the query.</summary>
    public List<QueryNote> Notes { get; } = [];

    /// <summary>What adds to a score, in the order of the query.</summary>
    public List<ScorePart> Parts { get; } = [];

    /// <summary>Whether a word, phrase or the like was translated that is not negated.</summary>
    public bool HasText { get; private set; }

    /// <summary>Adds what each of some nodes asks for; words that together have a synonym ask for either.</summary>
    public void AddClauses(List<BooleanClause> clauses, ImmutableArray<QueryNode> nodes)
    {
        for (var i = 0; i < nodes.Length;)
        {
            var length = SynonymRun(nodes, i, out var synonyms);
            if (length <= 1)
            {
                AddClause(clauses, nodes[i++]);
                continue;
            }

            var words = nodes.AsSpan(i, length).ToArray();
            var itself = BooleanQuery.All(words.Select(word => Translate(word, isNegated: false) ?? new MatchAllDocsQuery()));
            var run = string.Join(' ', words.Cast<QueryNode.Word>().Select(static w => w.Text));
            var query = WithSynonyms(itself, run, synonyms, TextField.All);
            Parts.Add(new ScorePart(run, query));
            clauses.Add(new BooleanClause(query, Occur.Must));
            i += length;
        }
    }

    /// <summary>Each synonym as it stands, counting less than the word itself.</summary>
    public IEnumerable<Query> SynonymQueries(ImmutableArray<string> synonyms, TextField field)
    {
        foreach (var synonym in synonyms)
        {
            // As a phrase, also of one word, it has no synonyms of its own.
            if (TranslateText(new QueryNode.Phrase(synonym, field), isNegated: false) is { } query)
            {
                // A phrase sums up the rarity of its words; shared out, none of them outranks the word itself.
                yield return new BoostQuery(query, SynonymWeight / (synonym.Count(static c => c == ' ') + 1));
            }
        }
    }

    private void AddClause(List<BooleanClause> clauses, QueryNode node)
    {
        switch (node)
        {
            case QueryNode.Everything:
                break;
            case QueryNode.All all:
                AddClauses(clauses, all.Nodes);
                break;
            case QueryNode.Not not:
                if (Translate(not.Node, isNegated: true) is { } excluded)
                {
                    clauses.Add(new BooleanClause(excluded, Occur.MustNot));
                }

                break;
            case var filter when _filters.Translate(filter) is { } query:
                clauses.Add(new BooleanClause(query, Occur.Filter));
                break;
            default:
                if (Translate(node, isNegated: false) is { } text)
                {
                    Parts.Add(new ScorePart(QueryRenderer.Render(node), text));
                    clauses.Add(new BooleanClause(text, Occur.Must));
                }

                break;
        }
    }

    private Query? Translate(QueryNode node, bool isNegated)
    {
        switch (node)
        {
            case QueryNode.All or QueryNode.Not:
                var clauses = new List<BooleanClause>();
                AddClause(clauses, node);
                return clauses.Count == 0 ? null
                    : clauses.TrueForAll(static c => c.Occur == Occur.MustNot)
                        ? new BooleanQuery([new BooleanClause(new MatchAllDocsQuery(), Occur.Filter), .. clauses])
                        : new BooleanQuery([.. clauses]);
            case QueryNode.Any any:
                var alternatives = any.Nodes.Select(n => Translate(n, isNegated)).OfType<Query>().ToList();
                return alternatives.Count == 0 ? null : BooleanQuery.Any(alternatives);
        }

        if (_filters.Translate(node) is { } filter)
        {
            // Beside words in an OR a filter matches, and leaves the ranking to them.
            return new BoostQuery(new ConstantScoreQuery(filter), 0);
        }

        var query = TranslateText(node, isNegated);
        if (query is null)
        {
            var text = QueryRenderer.Render(node);
            AddNote(QueryNoteCodes.NothingToSearch, text, "nothing in it is indexed; left out");
        }

        HasText |= query is not null && !isNegated;
        return query;
    }

    private Query? TranslateText(QueryNode node, bool isNegated) => node switch
    {
        QueryNode.Word word => WithAddress(Word(word, isNegated), word.Text, word.Field, isNegated),
        QueryNode.Phrase phrase => WithAddress(Phrase(phrase, isNegated), phrase.Text, phrase.Field, isNegated),
        QueryNode.Prefix prefix => Prefix(prefix, isNegated),
        QueryNode.Fuzzy fuzzy => Fuzzy(fuzzy, isNegated),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "Not a node of text."),
    };

    private Query? Word(QueryNode.Word word, bool isNegated)
    {
        var compounds = TextAnalysis.Analyze(word.Text);
        Query query;
        switch (compounds)
        {
            case []:
                return null;
            case [{ Whole: null, Pieces: [var piece] }]:
                query = Fields.Forms(piece, word.Field);
                Mark(isNegated, marks => marks.AddPiece(piece, _profile.UsesStems, Fields.Rarity(Fields.FormsOf(piece))));
                if (_profile.UsesParts && piece.Parts.Length > 1)
                {
                    query = Either(query, Fields.InOrder(TextFieldQueries.AsTyped(piece.Parts), word.Field), PartsWeight);
                }

                break;
            case [{ Whole: { } whole, Pieces: var pieces }]:
                query = Fields.Exact(whole, word.Field);
                Mark(isNegated, marks => marks.AddTerm(whole, Fields.Rarity([whole])));
                if (_profile.UsesParts && pieces.Length > 1)
                {
                    // A phrase sums up the rarity of its words; side by side they are no rarer than the whole.
                    var asRare = Math.Min(1, Fields.Rarity([whole]) / pieces.Sum(piece => Fields.Rarity(Fields.FormsOf(piece))));
                    query = Either(query, Fields.InOrder(pieces, word.Field), PartsWeight * asRare);
                    MarkPhrase(isNegated, pieces);
                }

                break;
            default:
                var all = compounds.SelectMany(static c => c.Pieces).ToImmutableArray();
                query = Fields.InOrder(all, word.Field);
                MarkPhrase(isNegated, all);
                break;
        }

        var synonyms = _profile.UsesSynonyms && word.Field != TextField.Code && !isNegated ? Synonyms.Of(word.Text) : [];
        return synonyms.IsEmpty ? query : WithSynonyms(query, word.Text, synonyms, word.Field);
    }

    private Query? Phrase(QueryNode.Phrase phrase, bool isNegated)
    {
        var terms = TextAnalysis.ExactTerms(phrase.Text);
        if (terms.IsEmpty)
        {
            return null;
        }

        if (terms is [var only])
        {
            Mark(isNegated, marks => marks.AddTerm(only, Fields.Rarity([only])));
            return Fields.Exact(only, phrase.Field);
        }

        Mark(isNegated, marks => marks.AddPhrase([.. terms.Select(static t => new[] { t })], terms[0]));
        return Fields.InOrder(TextFieldQueries.AsTyped(terms), phrase.Field);
    }

    private Query? Prefix(QueryNode.Prefix prefix, bool isNegated)
    {
        var beginning = CharacterFolding.Fold(prefix.Text);
        var expansion = TermExpansion.OfPrefix(_reader, Fields.Of(prefix.Field).Select(static f => f.Field), beginning);
        if (expansion.IsCut)
        {
            AddNote(QueryNoteCodes.TooManyExpansions, prefix.Text + "*", $"stands for the {QueryLimits.Expansions} most frequent words that begin so");
        }

        Mark(isNegated, marks => marks.AddPrefix(beginning));
        return Expanded(expansion.Terms, prefix.Field);
    }

    private Query? Fuzzy(QueryNode.Fuzzy fuzzy, bool isNegated)
    {
        if (TextAnalysis.Analyze(fuzzy.Text) is not [{ Whole: null, Pieces: [var piece] }])
        {
            return Word(new QueryNode.Word(fuzzy.Text, fuzzy.Field), isNegated);
        }

        var expansion = TermExpansion.OfTypos(_reader, Fields.Of(fuzzy.Field).Select(static f => f.Field), piece.Text);
        Mark(isNegated, marks =>
        {
            foreach (var term in expansion.Terms)
            {
                marks.AddTerm(term, Fields.Rarity([term]));
            }
        });
        return Expanded(expansion.Terms, fuzzy.Field);
    }

    private Query Expanded(ImmutableArray<string> terms, TextField field) => terms.IsEmpty
        ? new MatchNoDocsQuery("no word begins or is spelt nearly so")
        : Fields.Combined(terms, terms, field);

    private static DisjunctionMaxQuery Either(Query query, Query other, float otherWeight) => new([query, new BoostQuery(other, otherWeight)]);

    private Query WithSynonyms(Query query, string words, ImmutableArray<string> synonyms, TextField field)
    {
        // What no post can hold is neither searched nor said: most names were never misheard.
        synonyms = synonyms.RemoveAll(synonym => !TextAnalysis.ExactTerms(synonym).All(Fields.IsIndexed));
        if (synonyms.IsEmpty)
        {
            return query;
        }

        AddNote(QueryNoteCodes.Synonyms, words, $"also searched: {string.Join(", ", synonyms)}");
        return new DisjunctionMaxQuery([query, .. SynonymQueries(synonyms, field)]);
    }

    /// <summary>Who pastes an address looks for the post there, then for what is said of it.</summary>
    private Query? WithAddress(Query? query, string text, TextField field, bool isNegated)
    {
        if (query is null || field != TextField.All || PostAddress.KeyOf(text) is not { } address
            || (_reader.DocFreq(PostFields.Address, address) == 0 && _reader.DocFreq(PostFields.LinksTo, address) == 0))
        {
            return query;
        }

        if (!isNegated)
        {
            AddNote(QueryNoteCodes.Address, text, "also looked for: the post at this address, and posts that link to it");
        }

        // No text that spells the address out scores more than all of its rarity.
        var rarity = TextAnalysis.ExactTerms(text).Sum(term => Fields.Rarity([term]));
        return new DisjunctionMaxQuery(
        [
            query,
            new BoostQuery(new ConstantScoreQuery(new TermQuery(PostFields.Address, address)), 2 * rarity),
            new BoostQuery(new ConstantScoreQuery(new TermQuery(PostFields.LinksTo, address)), rarity / 2),
        ]);
    }

    /// <summary>How many words from <paramref name="start"/> on are together a member of the synonyms; 0 when none.</summary>
    private int SynonymRun(ImmutableArray<QueryNode> nodes, int start, out ImmutableArray<string> synonyms)
    {
        synonyms = [];
        var words = new List<string>();
        var best = 0;
        for (var i = start; _profile.UsesSynonyms && i < nodes.Length && words.Count < Synonyms.MaxWords
            && nodes[i] is QueryNode.Word { Field: TextField.All } word; i++)
        {
            words.Add(word.Text);
            if (words.Count > 1 && Synonyms.Of(string.Join(' ', words)) is { IsEmpty: false } found)
            {
                (best, synonyms) = (words.Count, found);
            }
        }

        return best;
    }

    private void MarkPhrase(bool isNegated, ImmutableArray<AnalyzedPiece> pieces) =>
        Mark(isNegated, marks => marks.AddPhrase([.. pieces.Select(p => Fields.FormsOf(p).Add(p.Text).Distinct().ToArray())], pieces[0].Beginning));

    private void Mark(bool isNegated, Action<TermMarks> mark)
    {
        if (!isNegated)
        {
            mark(Marks);
        }
    }

    private void AddNote(string code, string text, string message)
    {
        if (!Notes.Exists(n => n.Code == code && n.Text == text))
        {
            Notes.Add(new QueryNote(code, text, Math.Max(0, _raw.IndexOf(text, StringComparison.OrdinalIgnoreCase)), message));
        }
    }
}
