using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Ranking;

/// <summary>Engine queries for terms and their neighbours over the text fields, each field with its weight. For one snapshot.</summary>
internal sealed class TextFieldQueries(DirectoryReader reader, RankingProfile profile)
{
    private readonly BM25Similarity _similarity = new(profile.K1, profile.B);

    private readonly ImmutableArray<(string Field, float Weight)> _all =
    [
        (PostFields.Title, profile.TitleWeight),
        (PostFields.TagText, profile.TagWeight),
        (PostFields.Body, 1f),
        (PostFields.Code, profile.CodeWeight),
        (PostFields.AuthorText, profile.AuthorWeight),
    ];

    /// <summary>All forms of a word over the fields, and a little more for the one that was typed.</summary>
    public Query Forms(AnalyzedPiece piece, TextField field)
    {
        var forms = Combined(FormsOf(piece), [piece.Text], field);
        return profile.ExactWeight <= 0 || !profile.UsesStems || piece.Stem is null || piece.Stem == piece.Text
            ? forms
            : new BooleanQuery(
                new BooleanClause(forms, Occur.Must),
                new BooleanClause(new BoostQuery(Exact(piece.Text, field), profile.ExactWeight), Occur.Should));
    }

    /// <summary>One term over the fields.</summary>
    public CombinedFieldsQuery Exact(string term, TextField field) => Combined([term], [term], field);

    /// <summary>Terms scored as one over the fields.</summary>
    /// <param name="inCode">The terms where nothing is stemmed.</param>
    public CombinedFieldsQuery Combined(ImmutableArray<string> terms, ImmutableArray<string> inCode, TextField field) =>
        new([.. Of(field).SelectMany(f => (f.Field == PostFields.Code ? inCode : terms).Select(term => new FieldTerm(new Term(f.Field, term), f.Weight)))])
        {
            Similarity = _similarity,
        };

    /// <summary>Pieces one after the other within any one field.</summary>
    public DisjunctionMaxQuery InOrder(ImmutableArray<AnalyzedPiece> pieces, TextField field)
    {
        ImmutableArray<ImmutableArray<string>> typed = [.. pieces.Select(static p => ImmutableArray.Create(p.Text))];
        ImmutableArray<ImmutableArray<string>> forms = [.. pieces.Select(FormsOf)];
        return new([.. Of(field).Select(f => (Query)new BoostQuery(PlacesIn(f.Field, f.Field == PostFields.Code ? typed : forms, slop: 0), OfOne(f.Weight)))]);
    }

    /// <summary>Terms as pieces that have no other forms.</summary>
    public static ImmutableArray<AnalyzedPiece> AsTyped(ImmutableArray<string> terms) => [.. terms.Select(static term => new AnalyzedPiece(term, null, []))];

    /// <summary>Any of the forms at each place, one place after the other.</summary>
    public static PhraseQuery PlacesIn(string field, ImmutableArray<ImmutableArray<string>> places, int slop) =>
        new([.. places.Select((forms, i) => new PhraseTerm([.. forms.Select(form => new Term(field, form))], i))], slop);

    /// <summary>The index's fields that a field of the query language stands for.</summary>
    public ImmutableArray<(string Field, float Weight)> Of(TextField field) => field switch
    {
        TextField.Title => [(PostFields.Title, 1f)],
        TextField.Code => [(PostFields.Code, 1f)],
        _ => _all,
    };

    /// <summary>The terms that a piece is looked for by.</summary>
    public ImmutableArray<string> FormsOf(AnalyzedPiece piece) => profile.UsesStems ? piece.Forms : [piece.Text];

    /// <summary>BM25's inverse document frequency in bodies.</summary>
    public float Rarity(ImmutableArray<string> forms) =>
        BM25Similarity.Idf(Math.Min(forms.Sum(form => (long)reader.DocFreq(PostFields.Body, form)), reader.MaxDoc), reader.MaxDoc);

    /// <summary>Whether any post holds the term.</summary>
    public bool IsIndexed(string term) => _all.Any(f => reader.DocFreq(f.Field, term) > 0);

    /// <summary>What a field's weight is worth to a single occurrence where BM25F saturates: 1.7 times for a weight of 2.5.</summary>
    private float OfOne(float weight) => weight * (1 + profile.K1) / (weight + profile.K1);
}
