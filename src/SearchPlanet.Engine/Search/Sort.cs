using System.Collections.Immutable;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// An order of hits: criteria from the first to the last, then document ids. Cursors that shall outlive a snapshot need a
/// last criterion that names a document, such as a column of hashed ids: document ids change with merges.
/// </summary>
public sealed record Sort(params ImmutableArray<SortField> Fields);
