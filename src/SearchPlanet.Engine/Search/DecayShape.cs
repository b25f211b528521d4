namespace SearchPlanet.Engine.Search;

/// <summary>How a <see cref="DecayQuery"/> falls off with distance.</summary>
public enum DecayShape
{
    /// <summary>By the same factor for each scale of distance.</summary>
    Exponential,

    /// <summary>A bell: slowly at first.</summary>
    Gaussian,

    /// <summary>Straight down to zero.</summary>
    Linear,

    /// <summary>Like 1 / distance: with a long tail.</summary>
    Reciprocal,
}
