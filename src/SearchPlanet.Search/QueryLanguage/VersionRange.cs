namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Versions between two ends, each with all the versions it begins: <c>3</c> to <c>3.12</c> holds 3.0, 3.12 and 3.12.4.</summary>
/// <param name="Low">Null is open.</param>
/// <param name="LowExcluded">Versions of <paramref name="Low"/> itself are out.</param>
/// <param name="High">Null is open.</param>
/// <param name="HighExcluded">Versions of <paramref name="High"/> itself are out.</param>
public readonly record struct VersionRange(VersionNumber? Low, bool LowExcluded, VersionNumber? High, bool HighExcluded)
{
    /// <summary>Reads <c>6.0</c>, <c>4.2..5.2</c> (one end may be missing), or a version after <c>&gt; &gt;= &lt; &lt;= =</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out VersionRange range)
    {
        range = default;
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots >= 0)
        {
            var left = text[..dots];
            var right = text[(dots + 2)..];
            VersionNumber low = default, high = default;
            if ((left.IsEmpty && right.IsEmpty)
                || (!left.IsEmpty && !VersionNumber.TryParse(left, out low))
                || (!right.IsEmpty && !VersionNumber.TryParse(right, out high)))
            {
                return false;
            }

            range = new VersionRange(left.IsEmpty ? null : low, LowExcluded: false, right.IsEmpty ? null : high, HighExcluded: false);
            return true;
        }

        var sign = text.StartsWith(">=") || text.StartsWith("<=") ? 2 : text.StartsWith('>') || text.StartsWith('<') || text.StartsWith('=') ? 1 : 0;
        if (!VersionNumber.TryParse(text[sign..], out var version))
        {
            return false;
        }

        range = text[..sign] switch
        {
            ">" => new VersionRange(version, LowExcluded: true, null, HighExcluded: false),
            ">=" => new VersionRange(version, LowExcluded: false, null, HighExcluded: false),
            "<" => new VersionRange(null, LowExcluded: false, version, HighExcluded: true),
            "<=" => new VersionRange(null, LowExcluded: false, version, HighExcluded: false),
            _ => new VersionRange(version, LowExcluded: false, version, HighExcluded: false),
        };
        return true;
    }

    public bool Contains(VersionNumber version) =>
        (Low is not { } low || version.CompareWithin(low) is var below && (LowExcluded ? below > 0 : below >= 0))
        && (High is not { } high || version.CompareWithin(high) is var above && (HighExcluded ? above < 0 : above <= 0));

    /// <summary>The shortest form that <see cref="TryParse"/> reads as the same range.</summary>
    public override string ToString() => (Low, High) switch
    {
        ({ } low, null) => (LowExcluded ? ">" : ">=") + low,
        (null, { } high) => (HighExcluded ? "<" : "<=") + high,
        ({ } low, { } high) when low == high => low.ToString(),
        _ => $"{Low}..{High}",
    };
}
