namespace SearchPlanet.Engine.Search;

/// <summary>Runs a query over one segment, window by window. For one search and one thread.</summary>
public abstract class BulkScorer
{
    /// <summary>
    /// Fills the window from <see cref="DocWindow.From"/> on, up to a bound of its choice that it leaves in
    /// <see cref="DocWindow.To"/>. With <see cref="DocWindow.HasMatches"/>, at most <see cref="DocWindow.Size"/>
    /// documents further and all matches as bits; without, as far as it likes. Always all candidates.
    /// </summary>
    /// <returns>Where the next window may begin: no match lies between <see cref="DocWindow.To"/> and there. <see cref="Scorer.NoMoreDocs"/> at the end.</returns>
    public abstract int Score(DocWindow window);

    /// <summary>Called once after the last window, by the thread that scored: buffers go back.</summary>
    internal virtual void Release()
    {
    }
}
