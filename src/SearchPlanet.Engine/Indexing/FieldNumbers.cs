using System.Collections.Immutable;
using System.Globalization;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// Where the files of an index keep the fields of the schema that reads them. An index of an earlier schema can be read, until it is made anew, when
/// fields were only added since or are analysed otherwise: what was added has no values then. Immutable.
/// </summary>
internal sealed class FieldNumbers
{
    private const int Absent = -1;

    private readonly ImmutableArray<int> _onDisk;

    private FieldNumbers(IndexSchema schema, ulong fingerprint, ImmutableArray<int> onDisk)
    {
        Schema = schema;
        Fingerprint = fingerprint;
        _onDisk = onDisk;
    }

    /// <summary>The schema that reads.</summary>
    public IndexSchema Schema { get; }

    /// <summary>Of the schema that wrote.</summary>
    public ulong Fingerprint { get; }

    /// <summary>Of files that this schema wrote.</summary>
    public static FieldNumbers Of(IndexSchema schema) => new(schema, schema.FingerprintNumber, [.. Enumerable.Range(0, schema.Fields.Length)]);

    /// <summary>Of a commit's files; null when the schema cannot read them.</summary>
    public static FieldNumbers? Of(IndexSchema schema, CommitManifest commit)
    {
        if (commit.Schema == schema.Fingerprint)
        {
            return Of(schema);
        }

        var onDisk = new int[schema.Fields.Length];
        Array.Fill(onDisk, Absent);
        foreach ((var number, (var name, var kept)) in commit.Fields.Index())
        {
            var field = schema.Find(name);
            if (field < 0 || schema.Fields[field].Kept != kept)
            {
                return null;
            }

            onDisk[field] = number;
        }

        // Commits of the first version do not tell their fields.
        return commit.Fields.Length > 0 && ulong.TryParse(commit.Schema, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var fingerprint)
            ? new FieldNumbers(schema, fingerprint, [.. onDisk])
            : null;
    }

    /// <summary>The number that a field of the reading schema has in the files; negative when they know nothing of it.</summary>
    public int OnDisk(int field) => _onDisk[field];
}
