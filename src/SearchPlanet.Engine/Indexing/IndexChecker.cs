using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Verifies an index: every checksum, and that its parts agree with each other. Reads all of it; takes no lock.</summary>
public static class IndexChecker
{
    /// <summary>Checks the newest commit.</summary>
    /// <returns>What is broken; nothing when the index is sound. A section whose checksum is wrong is named once and not looked into.</returns>
    /// <exception cref="IndexNotFoundException">The directory holds no index.</exception>
    public static IReadOnlyList<IndexProblem> Check(IndexDirectory directory, IndexSchema schema, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Run(directory, schema, cancellationToken);
    }

    /// <summary>Checks the newest commit's checksums only: finds whatever a disk does to files, in about the time it takes to read them.</summary>
    /// <returns>What is broken; nothing when the files are as they were written.</returns>
    /// <exception cref="IndexNotFoundException">The directory holds no index.</exception>
    public static IReadOnlyList<IndexProblem> CheckFiles(IndexDirectory directory, CancellationToken cancellationToken = default) =>
        Run(directory, null, cancellationToken);

    internal static void Collect(List<IndexProblem> problems, string file, Action check)
    {
        try
        {
            check();
        }
        catch (CorruptIndexException e)
        {
            problems.Add(new IndexProblem(e.File, e.Section, e.Offset, e.Detail));
        }
        catch (IOException e)
        {
            problems.Add(new IndexProblem(file, null, -1, e.Message));
        }
        catch (ArgumentException e)
        {
            // A place read from damaged bytes that a bound caught.
            problems.Add(new IndexProblem(file, null, -1, "Malformed: " + e.Message));
        }
    }

    private static List<IndexProblem> Run(IndexDirectory directory, IndexSchema? schema, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(directory);
        while (true)
        {
            var generation = Newest(directory);
            var problems = CheckCommit(directory, schema, generation, cancellationToken);
            if (problems.Count == 0 || Newest(directory) == generation)
            {
                return problems;
            }

            // A writer beside us has committed, and removed what it had merged away: what is missing of a commit that is not the newest any
            // more is no problem. It is not begun anew for that, or a busy writer would keep it from ever ending.
            var isManifestGone = problems.Exists(p => p.File == ManifestFormat.FileName(generation) && !directory.FileExists(p.File));
            problems.RemoveAll(p => !directory.FileExists(p.File));
            if (!isManifestGone)
            {
                return problems;
            }
        }
    }

    private static long Newest(IndexDirectory directory) =>
        CommitFinder.Generations(directory) is [var newest, ..] ? newest : throw new IndexNotFoundException($"There is no index in {directory.Name}.");

    private static List<IndexProblem> CheckCommit(IndexDirectory directory, IndexSchema? schema, long generation, CancellationToken cancellationToken)
    {
        List<IndexProblem> problems = [];
        var file = ManifestFormat.FileName(generation);
        CommitManifest? manifest = null;
        Collect(problems, file, () => manifest = ManifestFormat.Read(file, directory.ReadAllBytes(file)));
        var numbering = schema is null || manifest is null ? null : FieldNumbers.Of(schema, manifest);
        if (schema is not null && manifest is not null && numbering is null)
        {
            Collect(problems, file, () => throw IndexWriter.OtherSchema(manifest, schema));
        }

        foreach (var segment in manifest?.Segments ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (segment.DeletionsFile is { } deletions)
            {
                Collect(problems, deletions, () => DeletionsFormat.Read(deletions, directory.ReadAllBytes(deletions), segment.Info, segment.DeletedDocs));
            }

            Collect(problems, segment.Info.FileName, () => CheckSegment(directory, numbering, segment.Info, problems, cancellationToken));
        }

        return problems;
    }

    private static void CheckSegment(IndexDirectory directory, FieldNumbers? numbering, SegmentInfo info, List<IndexProblem> problems, CancellationToken cancellationToken)
    {
        var before = problems.Count;
        using (var input = directory.OpenInput(info.FileName))
        {
            var file = new SegmentFile(input, info.Id);
            if (file.Length != info.Bytes)
            {
                problems.Add(new IndexProblem(info.FileName, null, -1, $"Wrong file length: expected {info.Bytes}, found {file.Length}"));
            }

            if (file.VerifyGaps() is { } gap)
            {
                problems.Add(new IndexProblem(gap.File, gap.Section, gap.Offset, gap.Detail));
            }

            foreach (var entry in file.Entries)
            {
                if (file.Verify(entry, cancellationToken) is { } damage)
                {
                    problems.Add(new IndexProblem(damage.File, damage.Section, damage.Offset, damage.Detail));
                }
            }
        }

        if (numbering is null || problems.Count > before)
        {
            return;
        }

        var core = new SegmentCore(directory, numbering, info);
        try
        {
            new SegmentChecker(core, cancellationToken).Check(problems);
        }
        finally
        {
            core.DecRef();
        }
    }
}
