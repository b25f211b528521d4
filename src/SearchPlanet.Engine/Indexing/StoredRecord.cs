namespace SearchPlanet.Engine.Indexing;

/// <summary>The stored values of one document, in place; valid as long as what it was read from says.</summary>
public readonly ref struct StoredRecord
{
    /// <summary>The first value of a field, as UTF-8 or bytes; false when it has none.</summary>
    public bool TryGetBytes(string field, out ReadOnlySpan<byte> value) => throw new NotSupportedException();

    /// <summary>The first value of a field, or null.</summary>
    public string? GetString(string field) => throw new NotSupportedException();

    /// <summary>The first value of a field that was added as a number, or null.</summary>
    public long? GetLong(string field) => throw new NotSupportedException();

    /// <summary>All values of a field, in the order they were added.</summary>
    public IReadOnlyList<string> GetStrings(string field) => throw new NotSupportedException();
}
