using System.Text;

namespace SearchPlanet.Engine.Analysis;

/// <summary>Lower-cases each token by Unicode's simple mappings, as Lucene's filter of this name.</summary>
public sealed class LowerCaseFilter(TokenStream input) : TokenFilter(input)
{
    public override bool IncrementToken()
    {
        if (!Input.IncrementToken())
        {
            return false;
        }

        var term = Token.Term;
        for (var i = 0; i < term.Length; i++)
        {
            var c = term[i];
            if (c < 0x80)
            {
                if ((uint)(c - 'A') <= 'Z' - 'A')
                {
                    term[i] = (char)(c | 0x20);
                }
            }
            else if (!char.IsSurrogate(c))
            {
                // .NET leaves this one letter to Turkish; Unicode's table and Lucene do not.
                term[i] = c == '\u0130' ? 'i' : char.ToLowerInvariant(c);
            }
            else if (i + 1 < term.Length && Rune.TryCreate(c, term[i + 1], out var rune))
            {
                Rune.ToLowerInvariant(rune).EncodeToUtf16(term[i..]);
                i++;
            }
        }

        return true;
    }
}
