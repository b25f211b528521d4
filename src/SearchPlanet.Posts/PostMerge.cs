namespace SearchPlanet.Posts;

/// <summary>
/// Makes one story of what several feeds say. The blog's own word goes before a planet's, a whole body before an excerpt,
/// and dates are never invented: what was published stays published, an update does not move it, the future is not believed.
/// </summary>
public static class PostMerge
{
    /// <summary>Feeds that know no date give the beginning of Unix time, or of the web.</summary>
    private static readonly DateTimeOffset Oldest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The story as its first source tells it.</summary>
    /// <param name="now">When it came in.</param>
    public static Post Create(IncomingPost incoming, string id, DateTimeOffset now)
    {
        var firstSeen = incoming.FirstSeen is { } seen && seen < now ? seen : now;
        var (published, confidence) = DateOf(incoming, firstSeen);
        return new Post
        {
            Id = id,
            Url = CanonicalUrl.Of(incoming.Url),
            Title = incoming.Title,
            Authors = Distinct(incoming.Authors),
            Tags = TagFolding.Fold(incoming.Tags),
            Published = published,
            Updated = Believable(incoming.Updated, now),
            FirstSeen = firstSeen,
            DateConfidence = confidence,
            Kind = incoming.Kind,
            Language = incoming.Language?.ToLowerInvariant(),
            Sources = [incoming.Source],
            Html = incoming.Html,
            Text = incoming.Html is null ? incoming.Text ?? "" : null,
            IsExcerpt = incoming.IsExcerpt,
            EarlierVersion = incoming.EarlierVersion,
            PartOf = incoming.PartOf,
        };
    }

    /// <summary>The story with what one more telling of it adds.</summary>
    /// <param name="existing">The story as it is; its sources in their order, the leading one first.</param>
    /// <param name="bodySource">Who gave its body.</param>
    /// <param name="knownAs">Where among the sources this teller already is; negative when it is new.</param>
    /// <param name="incomingSource">The <see cref="PostKeys.Source"/> of <paramref name="incoming"/>.</param>
    /// <param name="now">When it came in.</param>
    public static MergedPost Merge(Post existing, long bodySource, int knownAs, IncomingPost incoming, long incomingSource, DateTimeOffset now)
    {
        var takesLead = incoming.Source.Planet is null && existing.Sources[0].Planet is not null;
        var leads = takesLead || knownAs == 0;
        var sources = existing.Sources.ToList();
        if (knownAs >= 0)
        {
            sources.RemoveAt(knownAs);
        }

        sources.Insert(takesLead ? 0 : knownAs >= 0 ? knownAs : sources.Count, incoming.Source);

        var (published, confidence) = MergeDate(existing, incoming, takesLead);
        var updated = leads ? Believable(incoming.Updated, now) ?? existing.Updated : existing.Updated;
        var post = existing with
        {
            Url = leads || existing.Url is null ? CanonicalUrl.Of(incoming.Url) ?? existing.Url : existing.Url,
            Title = leads ? incoming.Title : existing.Title,
            Authors = Prefer(leads, Distinct(incoming.Authors), existing.Authors),
            Tags = Prefer(leads, TagFolding.Fold(incoming.Tags), existing.Tags),
            Published = published,
            DateConfidence = confidence,
            Updated = updated,
            Kind = leads ? incoming.Kind : existing.Kind,
            Language = (leads ? incoming.Language?.ToLowerInvariant() : null) ?? existing.Language ?? incoming.Language?.ToLowerInvariant(),
            Sources = sources,
            PartOf = existing.PartOf ?? incoming.PartOf,
        };

        if (!GivesBody(existing, bodySource == incomingSource, leads, incoming))
        {
            return new MergedPost(post, bodySource);
        }

        post = post with
        {
            Html = incoming.Html,
            Text = incoming.Html is null ? incoming.Text : null,
            IsExcerpt = incoming.IsExcerpt,
        };
        return new MergedPost(post, incomingSource);
    }

    private static bool GivesBody(Post existing, bool gaveIt, bool leads, IncomingPost incoming)
    {
        var length = (incoming.Html ?? incoming.Text)?.Length ?? 0;
        var had = (existing.Html ?? existing.Text)?.Length ?? 0;
        if (length == 0 || had == 0 || existing.IsExcerpt != incoming.IsExcerpt)
        {
            return had == 0 || (length > 0 && !incoming.IsExcerpt && (gaveIt || length > had / 2));
        }

        // Feeds that give summaries do not always say so: half the length of what another gives is one.
        return gaveIt || length > 2 * had || (leads && length > had / 2);
    }

    private static (DateTimeOffset? Published, DateConfidence Confidence) DateOf(IncomingPost incoming, DateTimeOffset firstSeen)
    {
        // Atom asks for an update date only; where nothing else is given, the first one seen is when it was published.
        var said = incoming.Published ?? incoming.Updated;
        return said switch
        {
            { } date when date < Oldest => (null, DateConfidence.Unknown),
            { } date when date > firstSeen => (firstSeen, DateConfidence.FirstSeen),
            { } date => (date.ToUniversalTime(), DateConfidence.Feed),
            null when incoming.SeenAppearing => (firstSeen, DateConfidence.FirstSeen),
            null => (null, DateConfidence.Unknown),
        };
    }

    private static (DateTimeOffset? Published, DateConfidence Confidence) MergeDate(Post existing, IncomingPost incoming, bool takesLead)
    {
        if (incoming.Published is not { } date || date < Oldest || date > existing.FirstSeen)
        {
            return (existing.Published, existing.DateConfidence);
        }

        // The blog's own date replaces a planet's, which may be when the planet took it up. After that a date only moves back.
        var moves = existing.DateConfidence != DateConfidence.Feed || takesLead || date < existing.Published;
        return moves ? (date.ToUniversalTime(), DateConfidence.Feed) : (existing.Published, existing.DateConfidence);
    }

    private static DateTimeOffset? Believable(DateTimeOffset? date, DateTimeOffset now) =>
        date >= Oldest && date <= now ? date.Value.ToUniversalTime() : null;

    private static IReadOnlyList<string> Prefer(bool leads, IReadOnlyList<string> incoming, IReadOnlyList<string> existing) =>
        (leads && incoming.Count > 0) || existing.Count == 0 ? incoming : existing;

    private static List<string> Distinct(IReadOnlyList<string> names) =>
        names.Select(n => n.Trim()).Where(n => n.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
}
