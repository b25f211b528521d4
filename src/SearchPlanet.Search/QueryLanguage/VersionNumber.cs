using System.Globalization;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Up to four numbers: <c>3.14</c>, <c>6.0.1</c>, PEP <c>810</c>, CVE <c>2025-12345</c>. What is not written counts as 0.</summary>
public readonly record struct VersionNumber : IComparable<VersionNumber>
{
    private const int MaxParts = 4;
    private const int MaxDigits = 9;

    private readonly int _first;
    private readonly int _second;
    private readonly int _third;
    private readonly int _fourth;

    private VersionNumber(ReadOnlySpan<int> parts, char separator)
    {
        PartCount = parts.Length;
        Separator = separator;
        _first = parts[0];
        _second = parts.Length > 1 ? parts[1] : 0;
        _third = parts.Length > 2 ? parts[2] : 0;
        _fourth = parts.Length > 3 ? parts[3] : 0;
    }

    /// <summary>Numbers written, 1 to 4.</summary>
    public int PartCount { get; }

    private char Separator { get; }

    private int this[int part] => part switch { 0 => _first, 1 => _second, 2 => _third, _ => _fourth };

    public static bool operator <(VersionNumber left, VersionNumber right) => left.CompareTo(right) < 0;

    public static bool operator >(VersionNumber left, VersionNumber right) => left.CompareTo(right) > 0;

    public static bool operator <=(VersionNumber left, VersionNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >=(VersionNumber left, VersionNumber right) => left.CompareTo(right) >= 0;

    /// <summary>Reads numbers with dots or hyphens between them; a leading <c>v</c> or <c>CVE-</c>, a trailing <c>.x</c> and a pre-release
    /// (<c>rc1</c>, <c>b2</c>) are passed over.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out VersionNumber version)
    {
        version = default;
        if (text.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase))
        {
            text = text[4..];
        }
        else if (text.StartsWith('v') || text.StartsWith('V'))
        {
            text = text[1..];
        }

        if (text.EndsWith(".x", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".*"))
        {
            text = text[..^2];
        }

        Span<int> parts = stackalloc int[MaxParts];
        var (count, separator) = (0, '.');
        while (count < MaxParts)
        {
            var length = 0;
            while (length < text.Length && char.IsAsciiDigit(text[length]))
            {
                length++;
            }

            if (length is 0 or > MaxDigits)
            {
                return false;
            }

            parts[count++] = int.Parse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture);
            text = text[length..];
            if (text.Length < 2 || text[0] is not ('.' or '-') || !char.IsAsciiDigit(text[1]))
            {
                break;
            }

            separator = text[0];
            text = text[1..];
        }

        if (!text.IsEmpty && !IsPreRelease(text))
        {
            return false;
        }

        version = new VersionNumber(parts[..count], separator);
        return true;
    }

    /// <summary>Compares the numbers that <paramref name="other"/> writes: <c>3.14.2</c> is level with <c>3.14</c>.</summary>
    public int CompareWithin(VersionNumber other)
    {
        for (var part = 0; part < other.PartCount; part++)
        {
            var order = this[part].CompareTo(other[part]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    public int CompareTo(VersionNumber other)
    {
        for (var part = 0; part < MaxParts; part++)
        {
            var order = this[part].CompareTo(other[part]);
            if (order != 0)
            {
                return order;
            }
        }

        return PartCount.CompareTo(other.PartCount);
    }

    public override string ToString()
    {
        var text = _first.ToString(CultureInfo.InvariantCulture);
        for (var part = 1; part < PartCount; part++)
        {
            text += Separator + this[part].ToString(CultureInfo.InvariantCulture);
        }

        return text;
    }

    private static bool IsPreRelease(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd("0123456789");
        return text is "a" or "b" or "rc" or "alpha" or "beta" or ".dev" or ".post";
    }
}
