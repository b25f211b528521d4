namespace SearchPlanet.Engine.Store;

/// <summary>The index's own data is broken, or of another format: it has to be rebuilt.</summary>
public sealed class CorruptIndexException : IOException
{
    public CorruptIndexException(string file, long offset, string what, object? expected = null, object? found = null, string? section = null)
        : base(Describe(file, offset, what, expected, found, section))
    {
        File = file;
        Offset = offset;
        What = what;
        Section = section;
        Expected = expected?.ToString();
        Found = found?.ToString();
    }

    /// <summary>The file's name in its directory.</summary>
    public string File { get; }

    /// <summary>Byte in the file; -1 when no single byte is to blame.</summary>
    public long Offset { get; }

    /// <summary>What is wrong.</summary>
    public string What { get; }

    /// <summary>The section of a segment, or null.</summary>
    public string? Section { get; }

    public string? Expected { get; }

    public string? Found { get; }

    /// <summary>Nothing is damaged: another version of the program wrote the index, with a format or schema that this one cannot read.</summary>
    public bool IsOtherFormat { get; init; }

    /// <summary>What is wrong, what was expected and what found, without the place.</summary>
    internal string Detail => What + Compare(Expected, Found);

    private static string Compare(object? expected, object? found) =>
        (expected is null ? "" : $", expected {expected}") + (found is null ? "" : $", found {found}");

    private static string Describe(string file, long offset, string what, object? expected, object? found, string? section) =>
        $"{what}: {file}" + (section is null ? "" : $", section {section}") + (offset < 0 ? "" : $", offset {offset}")
        + Compare(expected, found);
}
