namespace SearchPlanet.Bench.Serving;

/// <summary>What came of one run of <see cref="OpenLoop"/>.</summary>
/// <param name="Sent">Requests a second that were sent.</param>
/// <param name="Goodput">Answers a second that were right and in time.</param>
/// <param name="Shed">The share turned away with 503.</param>
/// <param name="Late">The share not answered within <see cref="OpenLoop.Patience"/>.</param>
/// <param name="Failed">Answers that were neither, and connections that broke.</param>
/// <param name="WithoutRetryAfter">503s that did not say when to come back.</param>
/// <param name="Open">The most requests open at once.</param>
/// <param name="Times">Milliseconds of the good answers, ascending.</param>
internal sealed record OpenLoopResult(double Sent, double Goodput, double Shed, double Late, int Failed, int WithoutRetryAfter, int Open, double[] Times)
{
    /// <param name="share">0.5 for the median.</param>
    public double Percentile(double share) => Times.Length == 0 ? double.NaN : Times[(int)Math.Min(Times.Length - 1, share * Times.Length)];
}
