using System.Text;
using SearchPlanet.Posts;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Search.Schema;

/// <summary>
/// A <see cref="PostSummary"/> as bytes: its members in order, strings with their length before them, lists with their count,
/// dates as seconds since 1970, and a first byte that says which of the optional ones are there.
/// </summary>
internal static class PostSummaryCodec
{
    [Flags]
    private enum Present : byte
    {
        None = 0,
        Url = 1,
        Language = 2,
        Published = 4,
        Updated = 8,
        EarlierVersion = 16,
        Code = 32,
        PartOf = 64,
    }

    public static byte[] Write(PostSummary summary)
    {
        using var stream = new MemoryStream(512);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write((byte)((summary.Url is null ? Present.None : Present.Url)
                | (summary.Language is null ? Present.None : Present.Language)
                | (summary.Published is null ? Present.None : Present.Published)
                | (summary.Updated is null ? Present.None : Present.Updated)
                | (summary.EarlierVersion is null ? Present.None : Present.EarlierVersion)
                | (summary.HasCode ? Present.Code : Present.None)
                | (summary.PartOf is null ? Present.None : Present.PartOf)));
            writer.Write(summary.Id);
            writer.Write(summary.Title);
            writer.Write(summary.Excerpt);
            WriteAll(writer, summary.Authors);
            WriteAll(writer, summary.Tags);
            writer.Write((byte)summary.Kind);
            writer.Write((byte)summary.DateConfidence);
            writer.Write7BitEncodedInt(summary.Words);
            WriteIfPresent(writer, summary.Url);
            WriteIfPresent(writer, summary.Language);
            WriteIfPresent(writer, summary.EarlierVersion);
            WriteIfPresent(writer, summary.PartOf);
            WriteIfPresent(writer, summary.Published);
            WriteIfPresent(writer, summary.Updated);
            writer.Write7BitEncodedInt(summary.Sources.Count);
            foreach (var source in summary.Sources)
            {
                writer.Write(source.Id);
                writer.Write(source.Title);
                writer.Write(source.Planet ?? "");
                writer.Write(source.Url ?? "");
            }

            writer.Write7BitEncodedInt(summary.Versions.Count);
            foreach (var (family, versions) in summary.Versions)
            {
                writer.Write(family);
                WriteAll(writer, versions);
            }
        }

        return stream.ToArray();
    }

    public static PostSummary Read(ReadOnlySpan<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray(), writable: false), Encoding.UTF8);
        var present = (Present)reader.ReadByte();
        var summary = new PostSummary
        {
            Id = reader.ReadString(),
            Title = reader.ReadString(),
            Excerpt = reader.ReadString(),
            Authors = ReadAll(reader),
            Tags = ReadAll(reader),
            Kind = (PostKind)reader.ReadByte(),
            DateConfidence = (DateConfidence)reader.ReadByte(),
            Words = reader.Read7BitEncodedInt(),
            Url = present.HasFlag(Present.Url) ? reader.ReadString() : null,
            Language = present.HasFlag(Present.Language) ? reader.ReadString() : null,
            EarlierVersion = present.HasFlag(Present.EarlierVersion) ? reader.ReadString() : null,
            PartOf = present.HasFlag(Present.PartOf) ? reader.ReadString() : null,
            Published = present.HasFlag(Present.Published) ? DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64()) : null,
            Updated = present.HasFlag(Present.Updated) ? DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64()) : null,
            HasCode = present.HasFlag(Present.Code),
        };
        var sources = new SourceInfo[reader.Read7BitEncodedInt()];
        for (var i = 0; i < sources.Length; i++)
        {
            sources[i] = new SourceInfo(reader.ReadString(), reader.ReadString(), NullIfEmpty(reader.ReadString()), NullIfEmpty(reader.ReadString()));
        }

        var families = reader.Read7BitEncodedInt();
        var versions = new Dictionary<string, IReadOnlyList<string>>(families, StringComparer.Ordinal);
        for (; families > 0; families--)
        {
            versions.Add(reader.ReadString(), ReadAll(reader));
        }

        return summary with { Sources = sources, Versions = versions };
    }

    private static void WriteAll(BinaryWriter writer, IReadOnlyList<string> values)
    {
        writer.Write7BitEncodedInt(values.Count);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    private static string[] ReadAll(BinaryReader reader)
    {
        var values = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadString();
        }

        return values;
    }

    private static void WriteIfPresent(BinaryWriter writer, string? value)
    {
        if (value is not null)
        {
            writer.Write(value);
        }
    }

    private static void WriteIfPresent(BinaryWriter writer, DateTimeOffset? value)
    {
        if (value is { } date)
        {
            writer.Write(date.ToUnixTimeSeconds());
        }
    }

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;
}
