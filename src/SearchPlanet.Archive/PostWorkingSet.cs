using System.Data.Common;
using System.Globalization;
using Dapper;
using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>
/// The posts that one batch may touch, as they are in the archive and as they are to be: read by few queries, written at once. Belongs to one
/// transaction; not thread-safe.
/// </summary>
internal sealed class PostWorkingSet(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
{
    /// <summary>A title or run of words that so many posts share is boilerplate and tells nothing.</summary>
    private const int MaxLikenessPosts = 12;

    /// <summary>Literals a statement, well under what either database parses with ease.</summary>
    private const int MaxLiterals = 1000;

    private readonly Dictionary<long, string> _keys = [];
    private readonly Dictionary<long, List<string>> _likeness = [];
    private readonly HashSet<long> _readLikeness = [];
    private readonly Dictionary<string, List<StoredSource>> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredPost> _posts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _isDirty = new(StringComparer.Ordinal);

    /// <summary>In the order in which they changed, which is that of their sequence numbers.</summary>
    private readonly List<string> _dirtyPosts = [];

    private readonly HashSet<string> _dirtySources = new(StringComparer.Ordinal);
    private readonly List<(long Key, string PostId)> _newKeys = [];
    private readonly List<(long Key, string PostId)> _newLikeness = [];

    /// <summary>Reads which posts have these links and guids, and the sources of those posts and of the ones named.</summary>
    public async Task ReadAsync(IEnumerable<long> keys, IEnumerable<string> ids)
    {
        foreach (var (key, id) in await ReadKeysAsync("post_keys", keys.Distinct().ToList()))
        {
            _keys[key] = id;
        }

        await ReadSourcesAsync(_keys.Values.Concat(ids).Distinct(StringComparer.Ordinal));
    }

    /// <summary>Reads which posts have these keys of likeness, those that have not been read yet.</summary>
    public async Task ReadLikenessAsync(IEnumerable<long> keys)
    {
        var unread = keys.Where(_readLikeness.Add).ToList();
        foreach (var (key, id) in await ReadKeysAsync("post_likeness", unread))
        {
            if (!_likeness.TryGetValue(key, out var alike))
            {
                _likeness.Add(key, alike = []);
            }

            if (!alike.Contains(id))
            {
                alike.Add(id);
            }
        }
    }

    /// <summary>The post with this link or guid, of those read.</summary>
    public string? Find(long key) => _keys.GetValueOrDefault(key);

    /// <summary>Whether the post is there, of those read.</summary>
    public bool Holds(string id) => _sources.ContainsKey(id);

    /// <summary>The posts that share a key of likeness, but for those that all the world shares.</summary>
    public List<string> Alike(IEnumerable<long> keys) => keys
        .SelectMany(key => _likeness.TryGetValue(key, out var alike) && alike.Count < MaxLikenessPosts ? alike : [])
        .Distinct(StringComparer.Ordinal)
        .ToList();

    /// <summary>Whether an id is a post's already.</summary>
    public async Task<bool> ExistsAsync(string id) =>
        _sources.ContainsKey(id) || await connection.ExecuteScalarAsync<long>(Command("SELECT COUNT(*) FROM posts WHERE id = @id", new { id })) > 0;

    /// <summary>The sources of a post that is there; not the caller's to change.</summary>
    public async Task<List<StoredSource>> SourcesAsync(string id)
    {
        if (!_sources.ContainsKey(id))
        {
            await ReadSourcesAsync([id]);
        }

        return _sources[id];
    }

    /// <summary>A post that is there.</summary>
    public async Task<StoredPost> LoadAsync(string id)
    {
        if (_posts.TryGetValue(id, out var post))
        {
            return post;
        }

        var sources = await SourcesAsync(id);
        await using var row = await connection.ExecuteReaderAsync(Command(
            $"SELECT {string.Join(", ", PostRows.PostColumns)} FROM posts WHERE id = @id", new { id }));
        await row.ReadAsync(cancellationToken);
        var stored = PostRows.ReadPost(row);
        stored = stored with { Post = stored.Post with { Sources = sources.ConvertAll(s => s.Source) } };
        _posts.Add(id, stored);
        return stored;
    }

    /// <summary>Takes a post as it is to be.</summary>
    /// <param name="isChanged">False when nothing in it needs to be written.</param>
    public void Set(StoredPost post, bool isChanged = true)
    {
        var id = post.Post.Id;
        _posts[id] = post;
        if (isChanged && _isDirty.Add(id))
        {
            _dirtyPosts.Add(id);
        }
    }

    /// <summary>Takes the sources of a post as they are to be.</summary>
    public void SetSources(string id, List<StoredSource> sources)
    {
        _sources[id] = sources;
        _dirtySources.Add(id);
    }

    /// <summary>Makes a post findable by its link and guid and, where asked, by what it is like.</summary>
    public void AddKeys(PostKeys keys, string id, bool withLikeness)
    {
        foreach (var key in keys.Exact)
        {
            if (_keys.TryAdd(key, id))
            {
                _newKeys.Add((key, id));
            }
        }

        foreach (var key in withLikeness ? keys.Likeness : [])
        {
            if (!_likeness.TryGetValue(key, out var alike))
            {
                _likeness.Add(key, alike = []);
            }

            if (alike.Count < MaxLikenessPosts && !alike.Contains(id))
            {
                alike.Add(id);
                _newLikeness.Add((key, id));
            }
        }
    }

    /// <summary>Writes what has changed.</summary>
    /// <returns>The sequence number of each post that was written.</returns>
    public async Task<Dictionary<string, long>> WriteAsync()
    {
        var sequence = await NextSequenceAsync(_dirtyPosts.Count);
        var sequences = new Dictionary<string, long>(_dirtyPosts.Count, StringComparer.Ordinal);
        var posts = new RowWriter(connection, transaction, "posts", PostRows.PostColumns, OverwriteOn("id", PostRows.PostColumns));
        foreach (var id in _dirtyPosts)
        {
            sequences.Add(id, ++sequence);
            posts.Add(PostRows.ToRow(_posts[id] with { Sequence = sequence }));
        }

        await posts.WriteAsync(cancellationToken);

        var sources = new RowWriter(connection, transaction, "post_sources", PostRows.SourceColumns, OverwriteOn("post_id, source_key", PostRows.SourceColumns));
        foreach (var id in _dirtySources)
        {
            for (var position = 0; position < _sources[id].Count; position++)
            {
                sources.Add(PostRows.ToRow(id, position, _sources[id][position]));
            }
        }

        await sources.WriteAsync(cancellationToken);
        await WriteKeysAsync("post_keys", _newKeys);
        await WriteKeysAsync("post_likeness", _newLikeness);
        return sequences;
    }

    /// <summary>Adds the sequence numbers of posts that were not written.</summary>
    public async Task ReadSequencesAsync(IEnumerable<string> ids, Dictionary<string, long> sequences)
    {
        foreach (var chunk in ids.Where(id => !sequences.ContainsKey(id)).Distinct(StringComparer.Ordinal).Chunk(MaxLiterals))
        {
            var rows = await connection.QueryAsync<(string Id, long Sequence)>(Command($"SELECT id, sequence FROM posts WHERE id IN ({Names(chunk)})", Parameters(chunk)));
            foreach (var (id, sequence) in rows)
            {
                sequences.Add(id, sequence);
            }
        }
    }

    private async Task WriteKeysAsync(string table, List<(long Key, string PostId)> keys)
    {
        var writer = new RowWriter(connection, transaction, table, ["key", "post_id"], "ON CONFLICT DO NOTHING");
        foreach (var (key, id) in keys)
        {
            writer.Add(key, id);
        }

        await writer.WriteAsync(cancellationToken);
    }

    /// <summary>The number before the first of <paramref name="count"/> new ones.</summary>
    private async Task<long> NextSequenceAsync(int count) => count == 0
        ? 0
        : await connection.ExecuteScalarAsync<long>(Command(
            "UPDATE archive_state SET sequence = sequence + @count WHERE id = 1 RETURNING sequence", new { count })) - count;

    private async Task ReadSourcesAsync(IEnumerable<string> ids)
    {
        foreach (var chunk in ids.Where(id => !_sources.ContainsKey(id)).Chunk(MaxLiterals))
        {
            await using var row = await connection.ExecuteReaderAsync(Command(
                $"SELECT {string.Join(", ", PostRows.SourceColumns)} FROM post_sources WHERE post_id IN ({Names(chunk)}) ORDER BY post_id, position", Parameters(chunk)));
            while (await row.ReadAsync(cancellationToken))
            {
                var (id, source) = PostRows.ReadSource(row);
                if (!_sources.TryGetValue(id, out var sources))
                {
                    _sources.Add(id, sources = []);
                }

                sources.Add(source);
            }
        }
    }

    private async Task<List<(long Key, string PostId)>> ReadKeysAsync(string table, List<long> keys)
    {
        var found = new List<(long, string)>();
        foreach (var chunk in keys.Chunk(MaxLiterals))
        {
            // Numbers we made ourselves stand in the text: binding a thousand parameters costs more than the search.
            var literals = string.Join(',', chunk.Select(k => k.ToString(CultureInfo.InvariantCulture)));
            await using var row = await connection.ExecuteReaderAsync(Command($"SELECT key, post_id FROM {table} WHERE key IN ({literals})"));
            while (await row.ReadAsync(cancellationToken))
            {
                found.Add((row.GetInt64(0), row.GetString(1)));
            }
        }

        return found;
    }

    // Written out, since lists as parameters are where the two databases' drivers differ.
    private static string Names(string[] values) => string.Join(", ", Enumerable.Range(0, values.Length).Select(i => $"@p{i}"));

    private static DynamicParameters Parameters(string[] values)
    {
        var parameters = new DynamicParameters();
        for (var i = 0; i < values.Length; i++)
        {
            parameters.Add($"p{i}", values[i]);
        }

        return parameters;
    }

    private static string OverwriteOn(string key, string[] columns) =>
        $"ON CONFLICT ({key}) DO UPDATE SET {string.Join(", ", columns.Where(c => !key.Contains(c, StringComparison.Ordinal)).Select(c => $"{c} = excluded.{c}"))}";

    private CommandDefinition Command(string sql, object? parameters = null) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken, flags: parameters is null ? CommandFlags.NoCache : CommandFlags.Buffered);
}
