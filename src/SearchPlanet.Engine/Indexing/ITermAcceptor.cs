namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// Chooses terms from a dictionary in order, and says where the next chosen one can be: an automaton, a prefix, a pattern.
/// Drives <see cref="TermsEnum.NextAccepted"/>.
/// </summary>
internal interface ITermAcceptor
{
    /// <summary>Tests a term.</summary>
    /// <param name="term">UTF-8; greater than the one of the call before.</param>
    /// <param name="sharedPrefix">How many leading bytes equal those of the call before (0 at first): state up to there can be kept.</param>
    bool Accept(ReadOnlySpan<byte> term, int sharedPrefix);

    /// <summary>Finds where to look on after a term that was not accepted.</summary>
    /// <param name="term">The term of the last <see cref="Accept"/>.</param>
    /// <param name="candidate">Receives the least byte string above <paramref name="term"/> that can begin an accepted one; at least four bytes longer than the term.</param>
    /// <returns>The candidate's length, or -1 when no greater term can be accepted.</returns>
    int NextCandidate(ReadOnlySpan<byte> term, Span<byte> candidate);
}
