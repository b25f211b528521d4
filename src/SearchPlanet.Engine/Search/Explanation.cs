using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SearchPlanet.Engine.Search;

/// <summary>Why a document has its score: a value, what it is, and what it was worked out from.</summary>
public sealed record Explanation(bool IsMatch, float Value, string Description, ImmutableArray<Explanation> Details)
{
    public static Explanation Match(float value, string description, params ImmutableArray<Explanation> details) =>
        new(true, value, description, details);

    public static Explanation NoMatch(string description, params ImmutableArray<Explanation> details) =>
        new(false, 0, description, details);

    /// <summary>An indented tree, a line each.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, 0);
        return text.ToString();
    }

    private void Append(StringBuilder text, int depth)
    {
        text.Append(' ', 2 * depth).Append(CultureInfo.InvariantCulture, $"{Value} = {Description}\n");
        foreach (var detail in Details)
        {
            detail.Append(text, depth + 1);
        }
    }
}
