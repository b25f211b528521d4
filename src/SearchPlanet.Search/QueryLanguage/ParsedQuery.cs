using System.Collections.Immutable;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>What a query text means.</summary>
/// <param name="Raw">As it was typed.</param>
/// <param name="Root">What posts must fulfil; <see cref="QueryNode.Everything"/> for an empty query.</param>
/// <param name="Sort">Of the last <c>sort:</c>; <see cref="SortOrder.Default"/> without one.</param>
/// <param name="Normalized">The query in canonical spelling: parsing it gives the same meaning and the same spelling again.</param>
/// <param name="Notes">Whatever was read otherwise than written, by position.</param>
public sealed record ParsedQuery(string Raw, QueryNode Root, SortOrder Sort, string Normalized, ImmutableArray<QueryNote> Notes);
