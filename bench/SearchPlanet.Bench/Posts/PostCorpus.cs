using System.IO.Compression;
using System.Text;
using SearchPlanet.Posts;
using SearchPlanet.Search;

namespace SearchPlanet.Bench.Posts;

/// <summary>Real posts from a JSON Lines file.</summary>
internal static class PostCorpus
{
    /// <param name="limit">Posts to give, with the copies.</param>
    /// <param name="scale">How often each is there: once as it is, then varied (<see cref="PostMultiplier"/>).</param>
    public static IEnumerable<PostUpdate> Read(string path, int limit, int scale)
    {
        var multiplier = new PostMultiplier();
        if (scale > 1)
        {
            foreach (var post in ReadFile(path))
            {
                multiplier.Count(post);
            }
        }

        long sequence = 0;
        for (var copy = 0; copy < scale; copy++)
        {
            foreach (var real in ReadFile(path))
            {
                if (sequence == limit)
                {
                    yield break;
                }

                var incoming = copy == 0 ? real : multiplier.Copy(real, copy);
                var post = PostMerge.Create(incoming, incoming.Id!, DateTimeOffset.MaxValue);
                yield return new PostUpdate(++sequence, post.Id, post, PostContentReader.Read(post));
            }
        }
    }

    private static IEnumerable<IncomingPost> ReadFile(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return PostJson.Read(Encoding.UTF8.GetBytes(line), source: null, planet: null);
        }
    }
}
