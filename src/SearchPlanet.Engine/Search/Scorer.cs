namespace SearchPlanet.Engine.Search;

/// <summary>
/// The documents of one segment that match a query, in rising order, with their scores. Two ways to use it, never mixed
/// on one instance: document by document (<see cref="NextDoc"/>, <see cref="Advance"/>, <see cref="Matches"/>, then
/// <see cref="Score"/>), or in batches: windows (<see cref="FillMatches"/>, <see cref="AddWindowScores"/>,
/// <see cref="CopyMatches"/>) or look-ups (<see cref="Retain"/>, <see cref="AddScores"/>). Deleted documents are included.
/// </summary>
public abstract class Scorer
{
    /// <summary>What <see cref="DocId"/> is behind the last document.</summary>
    public const int NoMoreDocs = int.MaxValue;

    /// <summary>-1 before the first move.</summary>
    public abstract int DocId { get; }

    /// <summary>An upper estimate of how many documents will be visited: chooses who leads.</summary>
    public abstract long Cost { get; }

    /// <summary>
    /// Whether asking for one document costs as little wherever it is: columns and bit sets, which a conjunction asks for
    /// what the others leave, however many documents they hold.
    /// </summary>
    internal virtual bool IsRandomAccess => false;

    /// <summary>Moves to the next candidate, which <see cref="Matches"/> confirms.</summary>
    public abstract int NextDoc();

    /// <summary>Moves to the first candidate at or after <paramref name="target"/>.</summary>
    /// <param name="target">Above <see cref="DocId"/>; <see cref="NoMoreDocs"/> is legal.</param>
    public abstract int Advance(int target);

    /// <summary>Whether the current candidate is a match: the costly part, such as positions. To be asked once a candidate.</summary>
    public virtual bool Matches() => true;

    /// <summary>The current match's score, not negative.</summary>
    public abstract float Score();

    /// <summary>An upper bound of the scores of documents from <paramref name="from"/> to <paramref name="to"/> (not included).</summary>
    /// <param name="from">Never below that of the call before, nor below a document visited.</param>
    public virtual float MaxScore(int from, int to) => float.PositiveInfinity;

    /// <summary>Sets bit <c>doc - from</c> for each match from <paramref name="from"/> to <paramref name="to"/> (not included).</summary>
    /// <param name="from">Not below the <paramref name="to"/> of the call before.</param>
    public virtual void FillMatches(int from, int to, Span<ulong> bits)
    {
        var doc = DocId < from ? Advance(from) : DocId;
        for (; doc < to; doc = NextDoc())
        {
            if (Matches())
            {
                bits[(doc - from) >> 6] |= 1UL << (doc - from);
            }
        }
    }

    /// <summary>As <see cref="FillMatches"/>, and adds each match's score to <c>scores[doc - from]</c>; scores up to <paramref name="minScore"/> may be left out.</summary>
    public virtual void AddWindowScores(int from, int to, Span<ulong> bits, Span<double> scores, double minScore)
    {
        var doc = DocId < from ? Advance(from) : DocId;
        for (; doc < to; doc = NextDoc())
        {
            if (!Matches())
            {
                continue;
            }

            bits[(doc - from) >> 6] |= 1UL << (doc - from);
            scores[doc - from] += Score();
        }
    }

    /// <summary>Writes the matches from <paramref name="from"/> to <paramref name="to"/> (not included) to <paramref name="docs"/>.</summary>
    /// <param name="docs">Room for <paramref name="to"/> - <paramref name="from"/>.</param>
    /// <returns>How many there are.</returns>
    public virtual int CopyMatches(int from, int to, Span<int> docs)
    {
        var count = 0;
        var doc = DocId < from ? Advance(from) : DocId;
        for (; doc < to; doc = NextDoc())
        {
            if (Matches())
            {
                docs[count++] = doc;
            }
        }

        return count;
    }

    /// <summary>After a window that ended at <paramref name="to"/>: a document such that no match lies between the two.</summary>
    public virtual int SkipTo(int to) => Math.Max(DocId, to);

    /// <summary>Keeps those of <paramref name="docs"/> that match, moving them to the front.</summary>
    /// <param name="docs">Rising, none below those of the call before.</param>
    /// <returns>How many remain.</returns>
    public virtual int Retain(Span<int> docs)
    {
        var kept = 0;
        foreach (var doc in docs)
        {
            if ((DocId < doc ? Advance(doc) : DocId) == doc && Matches())
            {
                docs[kept++] = doc;
            }
        }

        return kept;
    }

    /// <summary>Adds the scores of those of <paramref name="docs"/> that match.</summary>
    /// <param name="docs">Rising, all above those of the call before.</param>
    public virtual void AddScores(ReadOnlySpan<int> docs, Span<double> scores)
    {
        for (var i = 0; i < docs.Length; i++)
        {
            if ((DocId < docs[i] ? Advance(docs[i]) : DocId) == docs[i] && Matches())
            {
                scores[i] += Score();
            }
        }
    }

    /// <summary>Called once, if at all, when the scorer is used no more: what it borrowed goes back.</summary>
    internal virtual void Release()
    {
    }
}
