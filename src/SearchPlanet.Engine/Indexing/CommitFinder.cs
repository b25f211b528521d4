using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Finds the commits of a directory.</summary>
internal static class CommitFinder
{
    /// <summary>Generations for which there is a manifest, newest first.</summary>
    public static IReadOnlyList<long> Generations(IndexDirectory directory)
    {
        List<long> generations = [];
        foreach (var file in directory.ListFiles())
        {
            if (ManifestFormat.TryParseName(file, out var generation))
            {
                generations.Add(generation);
            }
        }

        generations.Sort(static (a, b) => b.CompareTo(a));
        return generations;
    }

    /// <summary>Uses the newest commit that can be used: an older one only when what is newer is damaged.</summary>
    /// <param name="use">Opens what the commit names; its <see cref="CorruptIndexException"/> or <see cref="FileNotFoundException"/> says that it cannot be used.</param>
    /// <returns>Null when there is no commit at all.</returns>
    /// <exception cref="CorruptIndexException">There are commits, but none can be used; tells what is wrong with the newest.</exception>
    public static T? UseLast<T>(IndexDirectory directory, Func<CommitManifest, T> use)
        where T : class
    {
        // A writer beside us may replace the commit that we are about to read: then there is a newer one.
        const int MaxAttempts = 10;
        for (var attempt = 1; ; attempt++)
        {
            Exception? newest = null;
            var isMissing = false;
            foreach (var generation in Generations(directory))
            {
                var file = ManifestFormat.FileName(generation);
                try
                {
                    return use(ManifestFormat.Read(file, directory.ReadAllBytes(file)));
                }
                catch (CorruptIndexException e)
                {
                    newest ??= e;
                }
                catch (FileNotFoundException e)
                {
                    isMissing = true;
                    newest ??= new CorruptIndexException(file, -1, "A file of the commit is missing: " + Path.GetFileName(e.FileName));
                }
            }

            if (newest is null)
            {
                return null;
            }

            if (!isMissing || attempt == MaxAttempts)
            {
                throw newest;
            }
        }
    }
}
