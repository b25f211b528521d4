using System.Text;

namespace SearchPlanet.Engine.Indexing;

/// <summary>A word of a field, as UTF-8.</summary>
public readonly record struct Term
{
    public Term(string field, ReadOnlyMemory<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        Field = field;
        Bytes = bytes;
    }

    public Term(string field, string text)
        : this(field, Encoding.UTF8.GetBytes(text))
    {
    }

    public string Field { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public bool Equals(Term other) => Field == other.Field && Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Field, StringComparer.Ordinal);
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    public override string ToString() => $"{Field}:{Text}";
}
