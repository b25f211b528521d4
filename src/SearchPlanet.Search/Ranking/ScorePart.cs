using SearchPlanet.Engine.Search;

namespace SearchPlanet.Search.Ranking;

/// <summary>What a part of the query adds to a score.</summary>
/// <param name="Label">For people: the word as typed, or what is rewarded.</param>
/// <param name="IsWord">Whether it says something to name the fields in which it was found.</param>
internal sealed record ScorePart(string Label, Query Query, bool IsWord = true);
