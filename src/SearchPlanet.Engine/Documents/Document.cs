namespace SearchPlanet.Engine.Documents;

/// <summary>
/// The values of one document on their way into an index. Reusable: <see cref="Clear"/> and fill again.
/// A value goes everywhere its field type says: into the postings, the column and the stored record.
/// </summary>
public sealed class Document
{
    private readonly List<FieldValue> _values = [];

    internal IReadOnlyList<FieldValue> Values => _values;

    public int Count => _values.Count;

    public void Clear() => _values.Clear();

    /// <summary>A text that the field's analyzer cuts into terms. Several of one field count as one text with gaps between.</summary>
    public Document AddText(string field, string value) => Add(new FieldValue(field, FieldValueKind.Text, value, 0, default));

    /// <summary>A value that is one term, one column entry, as it is.</summary>
    public Document AddKeyword(string field, string value) => Add(new FieldValue(field, FieldValueKind.Keyword, value, 0, default));

    /// <summary>A number for the field's column.</summary>
    public Document AddLong(string field, long value) => Add(new FieldValue(field, FieldValueKind.Long, "", value, default));

    /// <summary>A value that is only stored.</summary>
    public Document AddStored(string field, string value) => Add(new FieldValue(field, FieldValueKind.StoredString, value, 0, default));

    /// <summary>Bytes that are only stored. The memory must stay as it is until the document is added.</summary>
    public Document AddStored(string field, ReadOnlyMemory<byte> value) => Add(new FieldValue(field, FieldValueKind.StoredBytes, "", 0, value));

    private Document Add(FieldValue value)
    {
        if (string.IsNullOrEmpty(value.Field) || value.Text is null)
        {
            throw new ArgumentException("A value has a field, and is not null.", nameof(value));
        }

        _values.Add(value);
        return this;
    }
}
