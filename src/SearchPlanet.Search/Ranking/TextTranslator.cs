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

    /// <summary>What the whole of an identifier counts beside its pieces, where each of them counts too.</summary>
    private const float WholeWeight = 0.5f;

    /// <summary>Advice on software ages over years, not weeks.</summary>
    private const int RecencyHalfLifeDays = 3 * 365;

    /// <summary>Words of a long text that are searched for.</summary>
    private const int MaxTellingWords = 128;

    /// <summary>How far apart neighbours of the query may be to count as near.</summary>
    private const int NearSlop = 4;

    private readonly DirectoryReader _reader;
    private readonly FilterTranslator _filters;
    private readonly RankingProfile _profile;
    private readonly string _raw;
    private readonly BM25Similarity _similarity;

    /// <param name="raw">The query as typed, for the places of notes.</param>
    public TextTranslator(DirectoryReader reader, FilterTranslator filters, RankingProfile profile, string raw)
    {
        _reader = reader;
        _filters = filters;
        _profile = profile;
        _raw = raw;
        _similarity = new BM25Similarity(profile.K1, profile.B);
        AllFields =
        [
            (PostFields.Title, profile.TitleWeight),
            (PostFields.TagText, profile.TagWeight),
            (PostFields.Body, 1f),
            (PostFields.Code, profile.CodeWeight),
            (PostFields.AuthorText, profile.AuthorWeight),
        ];
    }

    public TermMarks Marks { get; } = new();

    /// <summary>What the index had to say to the query.</summary>
    public List<QueryNote> Notes { get; } = [];

    /// <summary>What adds to a score, in the order of the query.</summary>
    public List<ScorePart> Parts { get; } = [];

    /// <summary>Whether a word, phrase or the like was translated that is not negated.</summary>
    public bool HasText { get; private set; }

    private ImmutableArray<(string Field, float Weight)> AllFields { get; }

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

    /// <summary>Any of the words, each identifier by its pieces too: how the relevance lab asks. Of a text as long as a post the most telling words.</summary>
    public Query? AnyOf(IReadOnlyList<string> words, DateOnly today)
    {
        var clauses = new List<BooleanClause>();
        foreach (var (word, count) in MostTelling(words))
        {
            var ofWord = new List<BooleanClause>();
            foreach (var compound in TextAnalysis.Analyze(word))
            {
                AddAnyOf(ofWord, compound);
            }

            if (_profile.UsesSynonyms && Synonyms.Of(word) is { IsEmpty: false } synonyms)
            {
                ofWord.AddRange(SynonymQueries(synonyms, TextField.All).Select(static query => new BooleanClause(query, Occur.Should)));
            }

            clauses.AddRange(count == 1 ? ofWord : ofWord.Select(clause => clause with { Query = new BoostQuery(clause.Query, count) }));
        }

        if (clauses.Count == 0)
        {
            return null;
        }

        var nodes = words.Take(MaxTellingWords).Select(static w => (QueryNode)new QueryNode.Word(w, TextField.All)).ToImmutableArray();
        HasText = true;
        return Ranked(clauses, new QueryNode.All(nodes), today);
    }

    /// <summary>The different words with how often each stands there, at most <see cref="MaxTellingWords"/>: the rare and the repeated before others.</summary>
    private IEnumerable<(string Word, int Count)> MostTelling(IReadOnlyList<string> words)
    {
        var counted = words.CountBy(static w => w, StringComparer.OrdinalIgnoreCase).Select(static w => (Word: w.Key, Count: w.Value)).ToList();
        return counted.Count <= MaxTellingWords
            ? counted
            : counted.OrderByDescending(w => w.Count * TextAnalysis.Analyze(w.Word).SelectMany(static c => c.Pieces).Sum(p => Rarity(FormsOf(p)))).Take(MaxTellingWords);
    }

    private void AddAnyOf(List<BooleanClause> clauses, AnalyzedCompound compound)
    {
        if (compound.Whole is { } whole)
        {
            var weight = _profile.UsesParts && compound.Pieces.Length > 1 ? WholeWeight : 1;
            clauses.Add(new BooleanClause(new BoostQuery(Exact(whole, TextField.All), weight), Occur.Should));
        }

        if (compound.Whole is not null && (!_profile.UsesParts || compound.Pieces.Length == 1))
        {
            return;
        }

        foreach (var piece in compound.Pieces)
        {
            clauses.Add(new BooleanClause(Forms(piece, TextField.All), Occur.Should));
            if (_profile.UsesParts)
            {
                clauses.AddRange(piece.Parts.Select(part => new BooleanClause(new BoostQuery(Exact(part, TextField.All), WholeWeight), Occur.Should)));
            }
        }
    }

    /// <summary>Scoring clauses with what the ranking adds to them: nearness of neighbouring words, a title that is the query, and a mild preference for the new.</summary>
    public Query Ranked(IEnumerable<BooleanClause> clauses, QueryNode root, DateOnly today)
    {
        var scoring = clauses.ToList();
        ImmutableArray<QueryNode> nodes = root is QueryNode.All all ? all.Nodes : [root];
        AddProximity(scoring, nodes);
        AddWholeTitle(scoring, nodes);
        var query = new BooleanQuery([.. scoring]);
        return _profile.RecencyWeight <= 0
            ? query
            : new DecayQuery(query, PostFields.Day, today.DayNumber, RecencyHalfLifeDays) { Floor = 1 - _profile.RecencyWeight };
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
        if (_profile.WholeTitleWeight <= 0 || terms.IsEmpty)
        {
            return;
        }

        var title = new ConstantScoreQuery(new TermQuery(PostFields.TitleKey, string.Join(' ', terms)));
        var boosted = new BoostQuery(title, _profile.WholeTitleWeight * terms.Sum(term => Rarity([term])));
        Parts.Add(new ScorePart("the whole title", boosted, IsWord: false));
        clauses.Add(new BooleanClause(boosted, Occur.Should));
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
                query = Forms(piece, word.Field);
                Mark(isNegated, marks => marks.AddPiece(piece, _profile.UsesStems, Rarity(FormsOf(piece))));
                if (_profile.UsesParts && piece.Parts.Length > 1)
                {
                    query = Either(query, InOrder(AsTyped(piece.Parts), word.Field), PartsWeight);
                }

                break;
            case [{ Whole: { } whole, Pieces: var pieces }]:
                query = Exact(whole, word.Field);
                Mark(isNegated, marks => marks.AddTerm(whole, Rarity([whole])));
                if (_profile.UsesParts && pieces.Length > 1)
                {
                    // A phrase sums up the rarity of its words; side by side they are no rarer than the whole.
                    var asRare = Math.Min(1, Rarity([whole]) / pieces.Sum(piece => Rarity(FormsOf(piece))));
                    query = Either(query, InOrder(pieces, word.Field), PartsWeight * asRare);
                    MarkPhrase(isNegated, pieces);
                }

                break;
            default:
                var all = compounds.SelectMany(static c => c.Pieces).ToImmutableArray();
                query = InOrder(all, word.Field);
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
            Mark(isNegated, marks => marks.AddTerm(only, Rarity([only])));
            return Exact(only, phrase.Field);
        }

        Mark(isNegated, marks => marks.AddPhrase([.. terms.Select(static t => new[] { t })], terms[0]));
        return InOrder(AsTyped(terms), phrase.Field);
    }

    private Query? Prefix(QueryNode.Prefix prefix, bool isNegated)
    {
        var beginning = CharacterFolding.Fold(prefix.Text);
        var expansion = TermExpansion.OfPrefix(_reader, Fields(prefix.Field).Select(static f => f.Field), beginning);
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

        var expansion = TermExpansion.OfTypos(_reader, Fields(fuzzy.Field).Select(static f => f.Field), piece.Text);
        Mark(isNegated, marks =>
        {
            foreach (var term in expansion.Terms)
            {
                marks.AddTerm(term, Rarity([term]));
            }
        });
        return Expanded(expansion.Terms, fuzzy.Field);
    }

    private Query Expanded(ImmutableArray<string> terms, TextField field) => terms.IsEmpty
        ? new MatchNoDocsQuery("no word begins or is spelt nearly so")
        : Combined(terms, terms, field);

    /// <summary>All forms of a word over the fields, and a little more for the one that was typed.</summary>
    private Query Forms(AnalyzedPiece piece, TextField field)
    {
        var forms = Combined(FormsOf(piece), [piece.Text], field);
        return _profile.ExactWeight <= 0 || !_profile.UsesStems || piece.Stem is null || piece.Stem == piece.Text
            ? forms
            : new BooleanQuery(
                new BooleanClause(forms, Occur.Must),
                new BooleanClause(new BoostQuery(Exact(piece.Text, field), _profile.ExactWeight), Occur.Should));
    }

    private CombinedFieldsQuery Exact(string term, TextField field) => Combined([term], [term], field);

    /// <summary>Terms scored as one over the fields.</summary>
    /// <param name="inCode">The terms where nothing is stemmed.</param>
    private CombinedFieldsQuery Combined(ImmutableArray<string> terms, ImmutableArray<string> inCode, TextField field) =>
        new([.. Fields(field).SelectMany(f => (f.Field == PostFields.Code ? inCode : terms).Select(term => new FieldTerm(new Term(f.Field, term), f.Weight)))])
        {
            Similarity = _similarity,
        };

    /// <summary>Pieces one after the other within any one field.</summary>
    private DisjunctionMaxQuery InOrder(ImmutableArray<AnalyzedPiece> pieces, TextField field)
    {
        ImmutableArray<ImmutableArray<string>> typed = [.. pieces.Select(static p => ImmutableArray.Create(p.Text))];
        ImmutableArray<ImmutableArray<string>> forms = [.. pieces.Select(FormsOf)];
        return new([.. Fields(field).Select(f => (Query)new BoostQuery(PlacesIn(f.Field, f.Field == PostFields.Code ? typed : forms, slop: 0), OfOne(f.Weight)))]);
    }

    /// <summary>What a field's weight is worth to a single occurrence where BM25F saturates: 1.7 times for a weight of 2.5.</summary>
    private float OfOne(float weight) => weight * (1 + _profile.K1) / (weight + _profile.K1);

    private static ImmutableArray<AnalyzedPiece> AsTyped(ImmutableArray<string> terms) => [.. terms.Select(static term => new AnalyzedPiece(term, null, []))];

    private static PhraseQuery PlacesIn(string field, ImmutableArray<ImmutableArray<string>> places, int slop) =>
        new([.. places.Select((forms, i) => new PhraseTerm([.. forms.Select(form => new Term(field, form))], i))], slop);

    private ImmutableArray<(string Field, float Weight)> Fields(TextField field) => field switch
    {
        TextField.Title => [(PostFields.Title, 1f)],
        TextField.Code => [(PostFields.Code, 1f)],
        _ => AllFields,
    };

    private ImmutableArray<string> FormsOf(AnalyzedPiece piece) => _profile.UsesStems ? piece.Forms : [piece.Text];

    private static DisjunctionMaxQuery Either(Query query, Query other, float otherWeight) => new([query, new BoostQuery(other, otherWeight)]);

    private Query WithSynonyms(Query query, string words, ImmutableArray<string> synonyms, TextField field)
    {
        // What no post can hold is neither searched nor said: most names were never misheard.
        synonyms = synonyms.RemoveAll(synonym => !TextAnalysis.ExactTerms(synonym).All(IsIndexed));
        if (synonyms.IsEmpty)
        {
            return query;
        }

        AddNote(QueryNoteCodes.Synonyms, words, $"also searched: {string.Join(", ", synonyms)}");
        return new DisjunctionMaxQuery([query, .. SynonymQueries(synonyms, field)]);
    }

    private IEnumerable<Query> SynonymQueries(ImmutableArray<string> synonyms, TextField field)
    {
        foreach (var synonym in synonyms)
        {
            if (TranslateText(SynonymNode(synonym, field), isNegated: false) is { } query)
            {
                // A phrase sums up the rarity of its words; shared out, none of them outranks the word itself.
                yield return new BoostQuery(query, SynonymWeight / (synonym.Count(static c => c == ' ') + 1));
            }
        }
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
        var rarity = TextAnalysis.ExactTerms(text).Sum(term => Rarity([term]));
        return new DisjunctionMaxQuery(
        [
            query,
            new BoostQuery(new ConstantScoreQuery(new TermQuery(PostFields.Address, address)), 2 * rarity),
            new BoostQuery(new ConstantScoreQuery(new TermQuery(PostFields.LinksTo, address)), rarity / 2),
        ]);
    }

    private bool IsIndexed(string term) => AllFields.Any(f => _reader.DocFreq(f.Field, term) > 0);

    /// <summary>A phrase node for several words; for one an exact word, so that synonyms have no synonyms.</summary>
    private static QueryNode.Phrase SynonymNode(string synonym, TextField field) => new(synonym, field);

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

    /// <summary>Adds what words side by side are worth, once for each neighbouring pair.</summary>
    private void AddProximity(List<BooleanClause> clauses, ImmutableArray<QueryNode> nodes)
    {
        if (_profile.ProximityWeight <= 0)
        {
            return;
        }

        ImmutableArray<string>? before = null;
        foreach (var node in nodes)
        {
            var forms = node is QueryNode.Word { Field: TextField.All } word && TextAnalysis.Analyze(word.Text) is [{ Pieces: [.., var piece] } compound]
                ? compound is { Whole: { } whole, Pieces.Length: 1 } ? [whole] : FormsOf(piece)
                : (ImmutableArray<string>?)null;
            if (before is { } first && forms is { } second)
            {
                var pair = ImmutableArray.Create(first, second);
                var near = new DisjunctionMaxQuery(
                [
                    PlacesIn(PostFields.Body, pair, NearSlop),
                    new BoostQuery(PlacesIn(PostFields.Title, pair, NearSlop), _profile.TitleWeight),
                ]);
                var boosted = new BoostQuery(near, _profile.ProximityWeight);
                Parts.Add(new ScorePart("near each other", boosted, IsWord: false));
                clauses.Add(new BooleanClause(boosted, Occur.Should));
            }

            before = forms;
        }
    }

    /// <summary>BM25's inverse document frequency in bodies.</summary>
    private float Rarity(ImmutableArray<string> forms) =>
        BM25Similarity.Idf(Math.Min(forms.Sum(form => (long)_reader.DocFreq(PostFields.Body, form)), _reader.MaxDoc), _reader.MaxDoc);

    private void MarkPhrase(bool isNegated, ImmutableArray<AnalyzedPiece> pieces) =>
        Mark(isNegated, marks => marks.AddPhrase([.. pieces.Select(p => FormsOf(p).Add(p.Text).Distinct().ToArray())], pieces[0].Beginning));

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
