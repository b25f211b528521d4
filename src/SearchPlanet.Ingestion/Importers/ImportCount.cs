using SearchPlanet.Archive;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Importers;

/// <summary>Writes the posts of one file in batches, and counts what became of them.</summary>
internal sealed class ImportCount(IArchive archive, string path, IProgress<ImportProgress>? progress)
{
    private const int BatchSize = 500;

    /// <summary>Characters of bodies after which a batch is written, however few posts it holds: bounds memory.</summary>
    private const int MaxBatchLength = 16_000_000;

    private readonly List<IncomingPost> _batch = [];
    private readonly Dictionary<UpsertKind, int> _kinds = [];
    private readonly Dictionary<string, int> _refused = new(StringComparer.Ordinal);
    private int _batchLength;
    private int _read;

    public async Task AddAsync(IncomingPost post, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(post.Title))
        {
            Refuse("the post has no title");
            return;
        }

        _read++;
        _batch.Add(post);
        _batchLength += (post.Html ?? post.Text ?? "").Length;
        if (_batch.Count >= BatchSize || _batchLength >= MaxBatchLength)
        {
            await FlushAsync(cancellationToken);
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var result in await archive.UpsertAsync(_batch, cancellationToken))
        {
            if (result.Kind == UpsertKind.Removed)
            {
                CountRefusal("removed from the archive on purpose");
            }
            else
            {
                Count(result.Kind);
            }
        }

        _batch.Clear();
        _batchLength = 0;
        progress?.Report(new ImportProgress(path, _read));
    }

    public void Refuse(string reason)
    {
        _read++;
        CountRefusal(reason);
    }

    public void CountSubscription(bool isKnown)
    {
        _read++;
        Count(isKnown ? UpsertKind.Unchanged : UpsertKind.New);
    }

    public ImportFileReport Report(ImportKind? kind) => new(path, kind)
    {
        Read = _read,
        New = _kinds.GetValueOrDefault(UpsertKind.New),
        Changed = _kinds.GetValueOrDefault(UpsertKind.Changed),
        Unchanged = _kinds.GetValueOrDefault(UpsertKind.Unchanged),
        Duplicates = _kinds.GetValueOrDefault(UpsertKind.Duplicate),
        Refused = _refused,
    };

    private void CountRefusal(string reason) => _refused[reason] = _refused.GetValueOrDefault(reason) + 1;

    private void Count(UpsertKind kind) => _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
}
