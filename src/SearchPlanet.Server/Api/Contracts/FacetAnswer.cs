using SearchPlanet.Search;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Server.Api.Contracts;

/// <summary>The most frequent values of a dimension, each with the address that chooses it or lets it go.</summary>
/// <param name="Other">How many further values have hits.</param>
internal sealed record FacetAnswer(IReadOnlyList<FacetAnswer.Choice> Values, int Other)
{
    public static FacetAnswer Of(string dimension, FacetResult facet, SearchRequest request, string path)
    {
        var toggle = SearchAddress.Toggles(path, request, dimension);
        return new([.. facet.Values.Select(value => new Choice(value.Value, value.Label, value.Count, value.Selected, toggle(value.Value)))], facet.Other);
    }

    internal sealed record Choice(string Value, string Label, int Count, bool Selected, string ToggleUrl);
}
