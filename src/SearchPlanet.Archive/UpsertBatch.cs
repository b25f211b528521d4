using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>
/// The work of one <see cref="IArchive.UpsertAsync"/>, inside its transaction: decides for one post after the other whether it is new, one of
/// those known, or another version of one; later ones see earlier ones.
/// </summary>
internal sealed class UpsertBatch(PostWorkingSet stored, DateTimeOffset now)
{
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

        var sequences = await stored.WriteAsync();
        await stored.ReadSequencesAsync(decisions.Select(d => d.PostId), sequences);
        return decisions.ConvertAll(d => new UpsertResult(d.Kind, d.PostId, sequences[d.PostId]));
    }

    private async Task PrefetchAsync(IReadOnlyList<PreparedPost> posts)
    {
        await stored.ReadAsync(posts.SelectMany(p => p.Keys.Exact), posts.Select(p => p.Post.Id).OfType<string>());
        await stored.ReadLikenessAsync(posts.Where(p => !Known(p).Any()).SelectMany(p => p.Keys.Likeness));
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
        var id = incoming.Post.Id is { } own && stored.Holds(own) ? own : null;
        return incoming.Keys.Exact.Select(stored.Find).Prepend(id).OfType<string>().Distinct(StringComparer.Ordinal);
    }

    /// <summary>False when one feed gives one page to two entries that it tells apart itself, by guid or fragment and by title.</summary>
    private async Task<bool> MayBeAsync(PreparedPost incoming, string id)
    {
        var source = incoming.Post.Source;
        var known = await stored.SourcesAsync(id);
        if (incoming.Post.Id == id
            || (incoming.Keys.Guid is { } guid && (stored.Find(guid) == id || known.Exists(s => s.Key == incoming.Keys.Source)))
            || !known.Exists(s => TellsApart(s.Source, source)))
        {
            return true;
        }

        return PostIdentity.FoldTitle((await stored.LoadAsync(id)).Post.Title) == PostIdentity.FoldTitle(incoming.Post.Title);
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
        await stored.ReadLikenessAsync(incoming.Keys.Likeness);
        var ids = stored.Alike(incoming.Keys.Likeness);
        var candidates = new List<StoredPost>(ids.Count);
        foreach (var id in ids)
        {
            var candidate = await stored.LoadAsync(id);
            if (!candidate.IsRemoved)
            {
                candidates.Add(candidate);
            }
        }

        return candidates;
    }

    private async Task<(UpsertKind Kind, string PostId)> MergeAsync(PreparedPost incoming, string id)
    {
        var sources = await stored.SourcesAsync(id);
        var knownAs = sources.FindIndex(s => s.Key == incoming.Keys.Source);
        if (knownAs >= 0 && sources[knownAs].Fingerprint == incoming.Fingerprint)
        {
            return (UpsertKind.Unchanged, id);
        }

        var before = await stored.LoadAsync(id);
        if (before.IsRemoved)
        {
            return (UpsertKind.Removed, id);
        }

        var merged = PostMerge.Merge(before.Post, before.BodySource, knownAs, incoming.Post, incoming.Keys.Source, now);
        var bodyChanged = merged.Post.Html != before.Post.Html || merged.Post.Text != before.Post.Text;
        var isSame = knownAs >= 0 && AreEqual(merged.Post, before.Post);
        stored.SetSources(id, Arrange(merged.Post, sources, incoming, knownAs));
        stored.Set(before with { Post = merged.Post, BodySource = merged.BodySource, Text = bodyChanged ? incoming.Keys.Text : before.Text }, isChanged: !isSame);
        stored.AddKeys(incoming.Keys, id, bodyChanged || knownAs < 0);
        return (knownAs < 0 ? UpsertKind.Duplicate : isSame ? UpsertKind.Unchanged : UpsertKind.Changed, id);
    }

    private async Task<string> AddAsync(PreparedPost incoming, string? earlier)
    {
        var id = incoming.Post.Id;
        for (var attempt = 0; id is null; attempt++)
        {
            var made = PostIdentity.NewId(incoming.Post, incoming.Keys, attempt);
            id = await stored.ExistsAsync(made) ? null : made;
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
                stored.AddKeys(keys, id, withLikeness: false);
            }
        }

        stored.SetSources(id, sources);
        stored.Set(new StoredPost(post with { Sources = sources.ConvertAll(s => s.Source) }, 0, IsRemoved: false, incoming.Keys.Text, incoming.Keys.Source, sources));
        stored.AddKeys(incoming.Keys, id, withLikeness: true);
        return id;
    }

    /// <summary>The later of the two points to the earlier, whichever came in first.</summary>
    private async Task<Post> LinkRevisionAsync(Post post, string otherId)
    {
        var other = await stored.LoadAsync(otherId);
        if (post.Published is null || other.Post.Published is null || post.Published >= other.Post.Published)
        {
            return post with { EarlierVersion = otherId };
        }

        if (other.Post.EarlierVersion is null)
        {
            stored.Set(other with { Post = other.Post with { EarlierVersion = post.Id } });
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
}
