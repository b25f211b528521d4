using System.IO.Compression;
using System.Text;
using SearchPlanet.Posts;
using SearchPlanet.Search;

namespace SearchPlanet.Bench.Posts;

/// <summary>Real posts from a JSON Lines file.</summary>
internal static class PostCorpus
{
    public static IEnumerable<PostUpdate> Read(string path, int limit)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        for (long sequence = 1; sequence <= limit && reader.ReadLine() is { } line; sequence++)
        {
            var incoming = PostJson.Read(Encoding.UTF8.GetBytes(line), source: null, planet: null);
            var post = PostMerge.Create(incoming, incoming.Id!, DateTimeOffset.MaxValue);
            yield return new PostUpdate(sequence, post.Id, post, PostContentReader.Read(post));
        }
    }
}
