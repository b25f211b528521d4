using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Search.Schema;

/// <summary>The fields of a post in the index. A story is one document, however many feeds carry it.</summary>
internal static class PostSchema
{
    /// <summary>Passages are apart by more positions than a phrase or a nearness boost reaches over.</summary>
    private const int PassageGap = 16;

    public static readonly IndexSchema Instance = new(
        FieldType.Keyword(PostFields.Id),
        FieldType.Text(PostFields.Title, Analyzers.Prose),
        FieldType.Text(PostFields.Body, Analyzers.Prose) with { PositionIncrementGap = PassageGap },
        FieldType.Text(PostFields.Code, Analyzers.Code) with { PositionIncrementGap = PassageGap },
        FieldType.Text(PostFields.TagText, Analyzers.Prose) with { PositionIncrementGap = PassageGap },
        FieldType.Text(PostFields.AuthorText, Analyzers.Prose) with { PositionIncrementGap = PassageGap },
        FieldType.Keyword(PostFields.Tag, DocValuesKind.SortedSet),
        FieldType.Keyword(PostFields.Author, DocValuesKind.SortedSet),
        FieldType.Keyword(PostFields.Source, DocValuesKind.SortedSet),
        FieldType.Keyword(PostFields.Planet, DocValuesKind.SortedSet),
        FieldType.Keyword(PostFields.Kind, DocValuesKind.SortedSet),
        FieldType.Keyword(PostFields.Language, DocValuesKind.SortedSet),
        FieldType.Keyword(PostFields.Year, DocValuesKind.SortedSet),
        FieldType.Keyword(PostFields.Version, DocValuesKind.SortedSet),
        FieldType.Keyword(PostFields.TitleKey),
        FieldType.Keyword(PostFields.AuthorKey),
        FieldType.Keyword(PostFields.SourceTitle),
        FieldType.Keyword(PostFields.Site),
        FieldType.Keyword(PostFields.Address),
        FieldType.Keyword(PostFields.Imports),
        FieldType.Keyword(PostFields.Has),
        FieldType.Keyword(PostFields.LinksTo),
        FieldType.Number(PostFields.Published),
        FieldType.Number(PostFields.Day),
        FieldType.Number(PostFields.Key),
        FieldType.StoredOnly(PostFields.Summary, StoredKind.Summary),
        FieldType.StoredOnly(PostFields.Passages, StoredKind.Body));
}
