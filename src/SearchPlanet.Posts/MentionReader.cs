using System.Buffers;
using System.Globalization;

namespace SearchPlanet.Posts;

/// <summary>
/// Finds named versions and documents: <c>Django 6.0</c>, <c>Python 3.10, 3.11 and 3.12</c>, <c>django&gt;=4.2</c>, <c>PEP 810</c>,
/// <c>CVE-2025-12345</c>, <c>DEP 14</c>. A version is kept as its feature release: <c>Django 4.2.1</c> speaks of 4.2.
/// </summary>
internal sealed class MentionReader
{
    private const int MaxVersions = 50;

    private static readonly string[] Families = ["django", "python", "plone", "twisted", "pep", "cve", "dep"];

    private static readonly SearchValues<string> Names = SearchValues.Create(Families, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> CveSigns = SearchValues.Create("-0123456789");

    private readonly Dictionary<string, List<string>> _mentions = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Mentions =>
        _mentions.ToDictionary(m => m.Key, m => (IReadOnlyList<string>)m.Value, StringComparer.Ordinal);

    public void Read(ReadOnlySpan<char> text)
    {
        for (var start = 0; text[start..].IndexOfAny(Names) is >= 0 and var found; start++)
        {
            start += found;
            var isInWord = start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '/' or '.');
            if (!isInWord)
            {
                ReadName(text[start..]);
            }
        }
    }

    private void ReadName(ReadOnlySpan<char> text)
    {
        foreach (var name in Families)
        {
            if (!text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var rest = text[name.Length..];
            switch (name)
            {
                case "cve":
                    ReadCve(rest);
                    break;
                case "pep" or "dep":
                    ReadNumbers(name, rest);
                    break;
                default:
                    ReadVersions(name, rest);
                    break;
            }
        }
    }

    /// <summary>Versions behind a product's name, and further ones that are joined to it by commas, dashes and little words.</summary>
    private void ReadVersions(string product, ReadOnlySpan<char> rest)
    {
        rest = SkipLead(rest);
        while (TryReadVersion(product, ref rest) && TrySkipJoint(ref rest))
        {
        }
    }

    private bool TryReadVersion(string product, ref ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || (text[length] == '.' && length + 1 < text.Length && char.IsAsciiDigit(text[length + 1]))))
        {
            length++;
        }

        var version = text[..length];
        var point = version.IndexOf('.');
        var major = point < 0 ? version : version[..point];
        if (length == 0 || !int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > MaxMajor(product))
        {
            return false;
        }

        text = text[length..];
        if (text is [(>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '%', ..] && !IsSuffix(text))
        {
            return false;
        }

        if (point < 0)
        {
            // A bare number is a version only where the trade says so: Python 3, Plone 6; but Django 101 and Python 20 years.
            if (number >= 1)
            {
                Add(product, number.ToString(CultureInfo.InvariantCulture));
            }
        }
        else
        {
            var minor = version[(point + 1)..];
            minor = minor.IndexOf('.') is >= 0 and var second ? minor[..second] : minor;
            if (minor.Length <= 2)
            {
                Add(product, string.Concat(major, ".", minor));
            }
        }

        return true;
    }

    /// <summary>What may follow a version directly: <c>3.14t</c>, <c>6.0a1</c>, <c>3.12rc2</c>.</summary>
    private static bool IsSuffix(ReadOnlySpan<char> text)
    {
        var letters = text.IndexOfAnyExceptInRange('a', 'z');
        var suffix = letters < 0 ? text : text[..letters];
        return suffix is "a" or "b" or "rc" or "alpha" or "beta" or "t" or "dev" or "post";
    }

    private static int MaxMajor(string product) => product switch
    {
        "twisted" => 30,
        "plone" => 8,
        "python" => 4,
        _ => 9,
    };

    private static ReadOnlySpan<char> SkipLead(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" \u00a0-[]=<>~≥≤^!");
        foreach (var word in (ReadOnlySpan<string>)["version ", "versions ", "release ", "core "])
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                text = text[word.Length..];
            }
        }

        return text is ['v' or 'V', >= '0' and <= '9', ..] ? text[1..] : text;
    }

    private static bool TrySkipJoint(ref ReadOnlySpan<char> text)
    {
        text = text is ['+', ..] ? text[1..] : text;
        foreach (var joint in (ReadOnlySpan<string>)[", and ", ", or ", " and ", " or ", " & ", " to ", " through ", " – ", " - ", ", ", "/", "–", "-", ",<", ", <", ",>=", " -> ", " → "])
        {
            if (text.StartsWith(joint, StringComparison.OrdinalIgnoreCase))
            {
                var rest = text[joint.Length..].TrimStart('=');

                // "Django 4.2 and 20 other packages", "Python 3, 2024": what is joined must look like a version by its point.
                var digits = rest.IndexOfAnyExceptInRange('0', '9');
                if (digits is 1 or 2 && rest[digits] == '.' && digits + 1 < rest.Length && char.IsAsciiDigit(rest[digits + 1]))
                {
                    text = rest;
                    return true;
                }

                return false;
            }
        }

        return false;
    }

    private void ReadNumbers(string family, ReadOnlySpan<char> rest)
    {
        rest = rest is ['s' or 'S', ' ', ..] ? rest[1..] : rest;
        rest = rest.TrimStart(" \u00a0-#");
        while (true)
        {
            var length = rest.IndexOfAnyExceptInRange('0', '9');
            length = length < 0 ? rest.Length : length;
            if (length is 0 or > 4)
            {
                return;
            }

            var number = rest[..length].TrimStart('0');
            if (!number.IsEmpty)
            {
                Add(family, number.ToString());
            }

            rest = rest[length..];
            var joint = rest.StartsWith(" and ", StringComparison.Ordinal) ? 5 : rest.StartsWith(", ", StringComparison.Ordinal) ? 2 : 0;

            // "PEP 8, 2001": only three digits or what begins with a nought goes on a list of them.
            if (joint == 0 || rest[joint..].IndexOfAnyExceptInRange('0', '9') is not (-1 or 3))
            {
                return;
            }

            rest = rest[joint..];
        }
    }

    private void ReadCve(ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAnyExcept(CveSigns);
        var number = (length < 0 ? rest : rest[..length]).Trim('-');
        if (number.Length is >= 9 and <= 12 && number[4] == '-' && number[5..].IndexOf('-') < 0)
        {
            Add("cve", number.ToString());
        }
    }

    private void Add(string family, string value)
    {
        if (!_mentions.TryGetValue(family, out var values))
        {
            _mentions.Add(family, values = []);
        }

        if (values.Count < MaxVersions && !values.Contains(value))
        {
            values.Add(value);
        }
    }
}
