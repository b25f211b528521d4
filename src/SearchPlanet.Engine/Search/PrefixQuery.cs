using System.Text;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Documents with a term that begins with a prefix; score 1.</summary>
public sealed record PrefixQuery(string Field, string Prefix) : MultiTermQuery(Field)
{
    public override string ToString() => $"{Field}:{Prefix}*";

    internal override IEnumerable<TermState> Terms(Terms terms)
    {
        var prefix = Encoding.UTF8.GetBytes(Prefix);
        var iterator = terms.Iterator();
        for (var found = iterator.SeekCeil(prefix) != SeekStatus.End; found && iterator.Term.StartsWith(prefix); found = iterator.Next())
        {
            yield return iterator.State;
        }
    }
}
