using System.Text;
using SearchPlanet.Posts;

namespace SearchPlanet.Search.Schema;

/// <summary>A post's passages as bytes: their count, then for each its kind, anchor, second of the recording plus one (0: none) and text.</summary>
internal static class PassageCodec
{
    public static byte[] Write(IReadOnlyList<Passage> passages)
    {
        using var stream = new MemoryStream(4096);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write7BitEncodedInt(passages.Count);
            foreach (var passage in passages)
            {
                writer.Write((byte)passage.Kind);
                writer.Write(passage.Anchor ?? "");
                writer.Write7BitEncodedInt(passage.At is { } at ? (int)Math.Clamp(at.TotalSeconds, 0, int.MaxValue - 1) + 1 : 0);
                writer.Write(passage.Text);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The passages, each decoded when it is asked for.</summary>
    public static IEnumerable<Passage> Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var kind = (PassageKind)reader.ReadByte();
            var anchor = reader.ReadString();
            var second = reader.Read7BitEncodedInt();
            yield return new Passage(kind, reader.ReadString(), anchor.Length == 0 ? null : anchor, second == 0 ? null : TimeSpan.FromSeconds(second - 1));
        }
    }
}
