using System.Collections.Immutable;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>What a reading of a query found odd.</summary>
internal sealed class QueryNotes
{
    private readonly List<QueryNote> _notes = [];

    public void Add(string code, string text, int at, string message) => _notes.Add(new QueryNote(code, text, at, message));

    /// <summary>Of what may be everywhere in a query, only the first is said.</summary>
    public void AddOnce(string code, string text, int at, string message)
    {
        if (!_notes.Exists(n => n.Code == code))
        {
            Add(code, text, at, message);
        }
    }

    public ImmutableArray<QueryNote> ByPosition() => [.. _notes.OrderBy(static n => n.At)];
}
