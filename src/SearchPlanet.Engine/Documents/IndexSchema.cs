using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SearchPlanet.Engine.Documents;

/// <summary>The fields of an index, in order. Immutable; a field is known by its name or by its number, the place in <see cref="Fields"/>.</summary>
public sealed class IndexSchema
{
    /// <summary>Fields a schema may have.</summary>
    public const int MaxFields = 256;

    private readonly Dictionary<string, int> _numbers;

    /// <summary>A schema of these fields; their order is their numbers.</summary>
    /// <exception cref="ArgumentException">Too many fields, a name twice, or a field whose options contradict each other.</exception>
    public IndexSchema(params IEnumerable<FieldType> fields)
    {
        Fields = [.. fields];
        if (Fields.Length > MaxFields)
        {
            throw new ArgumentException($"A schema has at most {MaxFields} fields.", nameof(fields));
        }

        _numbers = new Dictionary<string, int>(Fields.Length, StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var field in Fields)
        {
            if (!_numbers.TryAdd(field.Name, _numbers.Count))
            {
                throw new ArgumentException($"The field '{field.Name}' is there twice.", nameof(fields));
            }

            if (field.HasNorms && field.IndexOptions < IndexOptions.DocsAndFreqs)
            {
                throw new ArgumentException($"The field '{field.Name}' has norms without frequencies.", nameof(fields));
            }

            text.Append(field.Name).Append('\0')
                .Append((int)field.IndexOptions).Append(field.HasNorms ? 'n' : '-')
                .Append((int)field.DocValues).Append((int)field.Stored)
                .Append(field.PositionIncrementGap).Append('\0')
                .Append(field.Analyzer?.Fingerprint).Append('\n');
        }

        FingerprintNumber = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public ImmutableArray<FieldType> Fields { get; }

    /// <summary>16 hexadecimal digits that change with any field, option or analyzer: an index of another fingerprint is rebuilt.</summary>
    public string Fingerprint => FingerprintNumber.ToString("x16", CultureInfo.InvariantCulture);

    internal ulong FingerprintNumber { get; }

    /// <summary>The field of this name.</summary>
    /// <exception cref="ArgumentException">No such field.</exception>
    public FieldType this[string name] => Fields[NumberOf(name)];

    /// <summary>The field's number.</summary>
    /// <exception cref="ArgumentException">No such field.</exception>
    public int NumberOf(string name) =>
        _numbers.TryGetValue(name, out var number) ? number : throw new ArgumentException($"The schema has no field '{name}'.", nameof(name));

    /// <summary>The field's number, or -1.</summary>
    public int Find(string name) => _numbers.GetValueOrDefault(name, -1);
}
