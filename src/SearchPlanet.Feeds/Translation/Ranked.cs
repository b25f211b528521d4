namespace SearchPlanet.Feeds.Translation;

/// <summary>The best of several offers of one thing: the lowest rank, and of equal ranks the first (or the last, where that is asked for).</summary>
internal struct Ranked<T>
    where T : class
{
    private int _rank;

    public T? Value { get; private set; }

    public void Offer(int rank, T? value, bool lastWins = false)
    {
        if (value is not null && (Value is null || rank < _rank || (rank == _rank && lastWins)))
        {
            Value = value;
            _rank = rank;
        }
    }
}
