using System.Text.RegularExpressions;

namespace SearchPlanet.Feeds.Rss;

/// <summary>Persons written as text: <c>a@b.org (Name)</c>, <c>Name &lt;a@b.org&gt;</c>, <c>Name (a@b.org)</c>, <c>Name [a@b.org]</c>, or either alone.</summary>
internal static partial class RssPerson
{
    private const int MaxLength = 1_000;

    /// <summary>The person, or null when the text is empty.</summary>
    public static FeedPerson? Parse(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > MaxLength)
        {
            return text.Length == 0 ? null : new FeedPerson(text);
        }

        var match = text.Contains('@', StringComparison.Ordinal) ? Address().Match(text) : Match.Empty;
        if (!match.Success)
        {
            return new FeedPerson(text);
        }

        var email = match.Groups["address"].Value;
        var name = string.Concat(text.AsSpan(0, match.Index), text.AsSpan(match.Index + match.Length))
            .Replace("mailto:", "", StringComparison.OrdinalIgnoreCase)
            .Replace("()", "", StringComparison.Ordinal)
            .Replace("<>", "", StringComparison.Ordinal)
            .Replace("[]", "", StringComparison.Ordinal)
            .Trim();

        // The parentheses of the convention; one of them is often forgotten, and neither is part of a name.
        var isOpened = name.StartsWith('(') && name.LastIndexOf('(') == 0;
        var isClosed = name.EndsWith(')') && name.IndexOf(')', StringComparison.Ordinal) == name.Length - 1;
        name = isOpened || (isClosed && !name.Contains('(', StringComparison.Ordinal)) ? name.Trim('(', ')').Trim() : name;

        name = name.Trim(',', ';', '"').Trim();
        return new FeedPerson(name.Length == 0 ? null : name, email);
    }

    [GeneratedRegex(@"(?<address>[\w.+-]+@(?:\[(?:[0-9]{1,3}\.){3}[0-9]{1,3}\]|(?:[\w-]+\.)+[\w-]{2,}))(?:\?subject=[^\s)>]+)?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
