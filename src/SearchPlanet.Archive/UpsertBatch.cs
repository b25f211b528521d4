using System.Data.Common;
using System.Globalization;
using Dapper;
using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>
/// The work of one <see cref="IArchive.UpsertAsync"/>, inside its transaction: a unit of work that reads what the posts of the
/// batch may touch by few queries, decides one post after the other (later ones see earlier ones), and writes the outcome at once.
/// </summary>
internal sealed class UpsertBatch(DbConnection connection, DbTransaction transaction, DateTimeOffset now, CancellationToken cancellationToken)
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
    private readonly List<string> _dirtyPosts = [];
    private readonly HashSet<string> _dirtySources = new(StringComparer.Ordinal);
    private readonly List<(long Key, string PostId)> _newKeys = [];
    private readonly List<(long Key, string PostId)> _newLikeness = [];

    public async Task<IReadOnlyList<UpsertResult>> RunAsync(IReadOnlyList<PreparedPost> posts)
    {
        await PrefetchAsync(posts);
        var decisions = new List<(UpsertKind Kind, string PostId)>(posts.Count);
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var post in posts)
        {
            // A newsletter may be known under another id than the one its links were told.
            var partOf = post.Post.PartOf is { } parent ? given.GetValueOrDefault(parent, parent) : null;
            var decision = await TakeAsync(post with { Post = post.Post with { PartOf = partOf } });
            decisions.Add(decision);
            if (post.Post.Kind == PostKind.Newsletter)
            {
                given.TryAdd(PostIdentity.NewId(post.Post, post.Keys, attempt: 0), decision.PostId);
            }
        }

        var sequences = await WriteAsync();
        await ReadSequencesAsync(decisions.Select(d => d.PostId), sequences);
        return decisions.ConvertAll(d => new UpsertResult(d.Kind, d.PostId, sequences[d.PostId]));
    }

    private async Task PrefetchAsync(IReadOnlyList<PreparedPost> posts)
    {
        var keys = posts.SelectMany(p => (long?[])[p.Keys.Url, p.Keys.Guid]).OfType<long>().Distinct().ToList();
        foreach (var (key, id) in await ReadKeysAsync("post_keys", keys))
        {
            _keys[key] = id;
        }

        var ids = _keys.Values.Concat(posts.Select(p => p.Post.Id).OfType<string>()).Distinct(StringComparer.Ordinal).ToList();
        await ReadSourcesAsync(ids);

        await ReadLikenessAsync(posts.Where(p => !Known(p).Any()).SelectMany(p => LikenessKeys(p.Keys)));
    }

    private async Task<(UpsertKind Kind, string PostId)> TakeAsync(PreparedPost incoming)
    {
        foreach (var known in Known(incoming))
        {
            if (await MayBeAsync(incoming, known))
            {
                return await MergeAsync(incoming, known);
            }
        }

        // What an archive exported was compared with all there was when it came in: the answer must not depend on the order of lines.
        var isDecided = incoming.Post is { Id: not null, FirstSeen: not null };
        string? earlier = null;
        foreach (var candidate in isDecided ? [] : await CandidatesAsync(incoming))
        {
            switch (PostIdentity.Compare(incoming.Post, incoming.Keys.Text, candidate.Post, candidate.Text))
            {
                case PostLikeness.Same or PostLikeness.Near:
                    return await MergeAsync(incoming, candidate.Post.Id);
                case PostLikeness.Revised when earlier is null:
                    earlier = candidate.Post.Id;
                    break;
            }
        }

        return (UpsertKind.New, await AddAsync(incoming, earlier));
    }

    /// <summary>The posts that have its id, its link or its guid, in this order.</summary>
    private IEnumerable<string> Known(PreparedPost incoming)
    {
        var id = incoming.Post.Id is { } own && _sources.ContainsKey(own) ? own : null;
        var keys = ((long?[])[incoming.Keys.Url, incoming.Keys.Guid]).OfType<long>().Select(key => _keys.GetValueOrDefault(key));
        return keys.Prepend(id).OfType<string>().Distinct(StringComparer.Ordinal);
    }

    /// <summary>False when one feed gives one page to two entries that it tells apart itself, by guid or fragment and by title.</summary>
    private async Task<bool> MayBeAsync(PreparedPost incoming, string id)
    {
        var source = incoming.Post.Source;
        var known = _sources[id];
        if (incoming.Post.Id == id
            || (incoming.Keys.Guid is { } guid && (_keys.GetValueOrDefault(guid) == id || known.Exists(s => s.Key == incoming.Keys.Source)))
            || !known.Exists(s => TellsApart(s.Source, source)))
        {
            return true;
        }

        var stored = await LoadAsync(id);
        return PostIdentity.FoldTitle(stored.Post.Title) == PostIdentity.FoldTitle(incoming.Post.Title);
    }

    private static bool TellsApart(PostSource known, PostSource incoming)
    {
        if (known.FeedUrl != incoming.FeedUrl || known.Id != incoming.Id || known.Planet != incoming.Planet)
        {
            return false;
        }

        return known.Guid is not null && incoming.Guid is not null
            ? known.Guid != incoming.Guid
            : Fragment(known.Url) is { } one && Fragment(incoming.Url) is { } other && one != other;

        // Diaries that keep a month on a page link to places in it.
        static string? Fragment(string? url) => url?.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? url[at..] : null;
    }

    private async Task<List<StoredPost>> CandidatesAsync(PreparedPost incoming)
    {
        await ReadLikenessAsync(LikenessKeys(incoming.Keys));
        var ids = LikenessKeys(incoming.Keys)
            .SelectMany(key => _likeness.TryGetValue(key, out var alike) && alike.Count < MaxLikenessPosts ? alike : [])
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var candidates = new List<StoredPost>(ids.Count);
        foreach (var id in ids)
        {
            var candidate = await LoadAsync(id);
            if (!candidate.IsRemoved)
            {
                candidates.Add(candidate);
            }
        }

        return candidates;
    }

    private async Task<(UpsertKind Kind, string PostId)> MergeAsync(PreparedPost incoming, string id)
    {
        if (!_sources.ContainsKey(id))
        {
            await ReadSourcesAsync([id]);
        }

        var sources = _sources[id];
        var knownAs = sources.FindIndex(s => s.Key == incoming.Keys.Source);
        if (knownAs >= 0 && sources[knownAs].Fingerprint == incoming.Fingerprint)
        {
            return (UpsertKind.Unchanged, id);
        }

        var stored = await LoadAsync(id);
        if (stored.IsRemoved)
        {
            return (UpsertKind.Unchanged, id);
        }

        var merged = PostMerge.Merge(stored.Post, stored.BodySource, knownAs, incoming.Post, incoming.Keys.Source, now);
        sources = Arrange(merged.Post, sources, incoming, knownAs);
        var bodyChanged = merged.Post.Html != stored.Post.Html || merged.Post.Text != stored.Post.Text;
        _sources[id] = sources;
        _dirtySources.Add(id);
        _posts[id] = stored with
        {
            Post = merged.Post,
            BodySource = merged.BodySource,
            Text = bodyChanged ? incoming.Keys.Text : stored.Text,
        };
        AddKeys(incoming.Keys, id, bodyChanged || knownAs < 0);

        var isSame = knownAs >= 0 && AreEqual(merged.Post, stored.Post);
        if (!isSame && !_dirtyPosts.Contains(id))
        {
            _dirtyPosts.Add(id);
        }

        return (knownAs < 0 ? UpsertKind.Duplicate : isSame ? UpsertKind.Unchanged : UpsertKind.Changed, id);
    }

    private async Task<string> AddAsync(PreparedPost incoming, string? earlier)
    {
        var id = incoming.Post.Id;
        for (var attempt = 0; id is null; attempt++)
        {
            var made = PostIdentity.NewId(incoming.Post, incoming.Keys, attempt);
            id = await ExistsAsync(made) ? null : made;
        }

        var post = PostMerge.Create(incoming.Post, id, now);
        if (earlier is not null && post.EarlierVersion is null)
        {
            post = await LinkRevisionAsync(post, earlier);
        }

        var seenAt = now.ToUnixTimeMilliseconds();
        var sources = new List<StoredSource> { new(incoming.Post.Source, incoming.Keys.Source, incoming.Fingerprint, seenAt) };
        foreach (var other in incoming.Post.AlsoFrom)
        {
            var keys = PostIdentity.KeysOf(incoming.Post with { Source = other, Html = null, Text = null });
            if (sources.TrueForAll(s => s.Key != keys.Source))
            {
                sources.Add(new StoredSource(other, keys.Source, 0, seenAt));
                AddKeys(keys, id, withLikeness: false);
            }
        }

        _sources[id] = sources;
        _dirtySources.Add(id);
        _posts[id] = new StoredPost(
            post with { Sources = sources.ConvertAll(s => s.Source) }, 0, IsRemoved: false, incoming.Keys.Text, incoming.Keys.Source, sources);
        _dirtyPosts.Add(id);
        AddKeys(incoming.Keys, id, withLikeness: true);
        return id;
    }

    /// <summary>The later of the two points to the earlier, whichever came in first.</summary>
    private async Task<Post> LinkRevisionAsync(Post post, string otherId)
    {
        var other = await LoadAsync(otherId);
        if (post.Published is null || other.Post.Published is null || post.Published >= other.Post.Published)
        {
            return post with { EarlierVersion = otherId };
        }

        if (other.Post.EarlierVersion is null)
        {
            _posts[otherId] = other with { Post = other.Post with { EarlierVersion = post.Id } };
            if (!_dirtyPosts.Contains(otherId))
            {
                _dirtyPosts.Add(otherId);
            }
        }

        return post;
    }

    private static bool AreEqual(Post a, Post b) =>
        a.Authors.SequenceEqual(b.Authors) && a.Tags.SequenceEqual(b.Tags) && a.Sources.SequenceEqual(b.Sources)
        && a == b with { Authors = a.Authors, Tags = a.Tags, Sources = a.Sources };

    /// <summary>The stored sources in the order of the post's.</summary>
    private List<StoredSource> Arrange(Post post, List<StoredSource> sources, PreparedPost incoming, int knownAs)
    {
        var seenAt = knownAs < 0 ? now.ToUnixTimeMilliseconds() : sources[knownAs].SeenAt;
        var arranged = sources.ToList();
        if (knownAs >= 0)
        {
            arranged.RemoveAt(knownAs);
        }

        var place = 0;
        while (place < arranged.Count && post.Sources[place] == arranged[place].Source)
        {
            place++;
        }

        arranged.Insert(place, new StoredSource(incoming.Post.Source, incoming.Keys.Source, incoming.Fingerprint, seenAt));
        return arranged;
    }

    private void AddKeys(PostKeys keys, string id, bool withLikeness)
    {
        foreach (var key in ((long?[])[keys.Url, keys.Guid]).OfType<long>())
        {
            if (_keys.TryAdd(key, id))
            {
                _newKeys.Add((key, id));
            }
        }

        foreach (var key in withLikeness ? LikenessKeys(keys) : [])
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

    private static IEnumerable<long> LikenessKeys(PostKeys keys) => keys.Titles.Concat(keys.Text.Sketch);

    private async Task<Dictionary<string, long>> WriteAsync()
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

    private async Task ReadSequencesAsync(IEnumerable<string> ids, Dictionary<string, long> sequences)
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

    private async Task<bool> ExistsAsync(string id) =>
        _sources.ContainsKey(id) || await connection.ExecuteScalarAsync<long>(Command("SELECT COUNT(*) FROM posts WHERE id = @id", new { id })) > 0;

    private async Task<StoredPost> LoadAsync(string id)
    {
        if (_posts.TryGetValue(id, out var post))
        {
            return post;
        }

        if (!_sources.ContainsKey(id))
        {
            await ReadSourcesAsync([id]);
        }

        await using var row = await connection.ExecuteReaderAsync(Command(
            $"SELECT {string.Join(", ", PostRows.PostColumns)} FROM posts WHERE id = @id", new { id }));
        await row.ReadAsync(cancellationToken);
        var stored = PostRows.ReadPost(row);
        stored = stored with { Post = stored.Post with { Sources = _sources[id].ConvertAll(s => s.Source) } };
        _posts.Add(id, stored);
        return stored;
    }

    private async Task ReadSourcesAsync(IReadOnlyList<string> ids)
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

    private async Task ReadLikenessAsync(IEnumerable<long> keys)
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
