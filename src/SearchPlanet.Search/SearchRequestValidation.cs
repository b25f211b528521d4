using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Search;

/// <summary>What a request must keep to beyond its types.</summary>
internal static class SearchRequestValidation
{
    private const int MaxLimit = 100;
    private const int MaxFilterValues = 100;

    /// <exception cref="ArgumentException">Something is out of its range; the message names it.</exception>
    public static void Validate(this SearchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckRange(request.Limit, "limit");
        CheckRange(request.FacetSize, "facet_size");
        foreach (var facet in request.Facets)
        {
            FacetDimension.Of(facet);
        }

        foreach (var (name, filter) in request.Filters)
        {
            if (FacetDimension.Of(name).Filter is not { } field)
            {
                throw new ArgumentException($"There is no filter '{name}'.", nameof(request));
            }

            if (filter.Include.Count + filter.Exclude.Count > MaxFilterValues)
            {
                throw new ArgumentException($"{name} takes at most {MaxFilterValues} values.", nameof(request));
            }

            if (field == FilterField.Kind && filter.Include.Concat(filter.Exclude).FirstOrDefault(static v => !QueryKeys.IsKind(v)) is { } unknown)
            {
                throw new ArgumentException($"There is no kind '{unknown}'.", nameof(request));
            }
        }
    }

    private static void CheckRange(int value, string name)
    {
        if (value is < 1 or > MaxLimit)
        {
            throw new ArgumentException($"{name} must be between 1 and {MaxLimit}, was {value}.", name);
        }
    }
}
