using System.Globalization;
using System.Text;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>What a site's <c>robots.txt</c> (RFC 9309) says to us. Immutable.</summary>
/// <remarks>Only pages are asked about here. Feeds are made for programs, and those that we read were named by an operator.</remarks>
public sealed class RobotsFile
{
    /// <summary>Bytes that are read at least, by 2.5; what comes after is ignored.</summary>
    public const int MaxBytes = 500 * 1024;

    /// <summary>Longer pauses than this would never get a page read; the site is then left alone for so long between pages.</summary>
    private static readonly TimeSpan MaxCrawlDelay = TimeSpan.FromMinutes(1);

    private readonly List<Rule> _rules;

    private RobotsFile(List<Rule> rules, TimeSpan? crawlDelay)
    {
        _rules = rules;
        CrawlDelay = crawlDelay;
    }

    /// <summary>Of a site that has none: everything may be read.</summary>
    public static RobotsFile AllowAll { get; } = new([], null);

    /// <summary>Of a site whose file could not be asked for: nothing may be read (2.3.1.4).</summary>
    public static RobotsFile AllowNothing { get; } = new([new Rule("/", false)], null);

    /// <summary>The pause that the site asks for between requests (not in the RFC, but widely meant); null when it asks for none.</summary>
    public TimeSpan? CrawlDelay { get; }

    /// <summary>Reads the rules of the groups that name us, or else of those for everyone.</summary>
    public static RobotsFile Parse(ReadOnlySpan<byte> file)
    {
        var text = Encoding.UTF8.GetString(file[..Math.Min(file.Length, MaxBytes)]).TrimStart('\ufeff');
        var ours = new Group();
        var everyones = new Group();
        Group[] current = [];
        var isNamingAgents = false;
        foreach (var rawLine in text.AsSpan().EnumerateLines())
        {
            var line = rawLine.IndexOf('#') is >= 0 and var comment ? rawLine[..comment] : rawLine;
            if (line.IndexOf(':') is not (> 0 and var colon))
            {
                continue;
            }

            var key = line[..colon].Trim();
            var value = line[(colon + 1)..].Trim();
            if (key.Equals("user-agent", StringComparison.OrdinalIgnoreCase))
            {
                if (!isNamingAgents)
                {
                    current = [];
                }

                isNamingAgents = true;
                if (value is "*")
                {
                    current = [.. current, everyones];
                }
                else if (ProductToken(value).Equals(CrawlerIdentity.Token, StringComparison.OrdinalIgnoreCase))
                {
                    current = [.. current, ours];
                }

                continue;
            }

            var isAllow = key.Equals("allow", StringComparison.OrdinalIgnoreCase);
            if (isAllow || key.Equals("disallow", StringComparison.OrdinalIgnoreCase))
            {
                isNamingAgents = false;
                foreach (var group in current)
                {
                    group.Add(value, isAllow);
                }
            }
            else if (key.Equals("crawl-delay", StringComparison.OrdinalIgnoreCase))
            {
                isNamingAgents = false;
                foreach (var group in current)
                {
                    group.SetDelay(value);
                }
            }
        }

        // A group that names us counts even when it is empty.
        foreach (var group in new[] { ours, everyones })
        {
            if (group.IsNamed)
            {
                return new RobotsFile(group.Rules, group.Delay);
            }
        }

        return AllowAll;
    }

    /// <summary>Whether a page may be read: the longest rule that matches decides, and of two as long the one that allows (2.2.2).</summary>
    public bool Allows(Uri url)
    {
        var path = Normalise(url.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped));
        if (path == "/robots.txt")
        {
            return true;
        }

        var best = -1;
        var isAllowed = true;
        foreach (var rule in _rules)
        {
            var length = rule.Pattern.Length;
            if ((length > best || (length == best && rule.IsAllow)) && Matches(rule.Pattern, path))
            {
                (best, isAllowed) = (length, rule.IsAllow);
            }
        }

        return isAllowed;
    }

    // "Googlebot/2.1" names Googlebot.
    private static ReadOnlySpan<char> ProductToken(ReadOnlySpan<char> value)
    {
        var length = 0;
        while (length < value.Length && (char.IsAsciiLetter(value[length]) || value[length] is '-' or '_'))
        {
            length++;
        }

        return value[..length];
    }

    /// <summary>Whether a pattern with <c>*</c> and a final <c>$</c> matches a beginning of the path. Takes time in the product of their lengths at most.</summary>
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        var isWhole = pattern.EndsWith("$");
        if (isWhole)
        {
            pattern = pattern[..^1];
        }

        var (p, s, star, resume) = (0, 0, -1, 0);
        while (true)
        {
            if (p == pattern.Length && (!isWhole || s == path.Length))
            {
                return true;
            }

            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, s);
            }
            else if (p < pattern.Length && s < path.Length && pattern[p] == path[s])
            {
                p++;
                s++;
            }
            else if (star >= 0 && resume < path.Length)
            {
                p = star + 1;
                s = ++resume;
            }
            else
            {
                return false;
            }
        }
    }

    /// <summary>Escapes what is not ASCII, unescapes what needed no escape, and writes escapes in upper case, so that equal addresses compare equal (2.2.2).</summary>
    private static string Normalise(ReadOnlySpan<char> path)
    {
        var normal = new StringBuilder(path.Length);
        foreach (var b in Encoding.UTF8.GetBytes(path.ToString()))
        {
            if (b < 0x80)
            {
                normal.Append((char)b);
            }
            else
            {
                normal.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        for (var i = 0; i + 2 < normal.Length; i++)
        {
            if (normal[i] != '%' || !char.IsAsciiHexDigit(normal[i + 1]) || !char.IsAsciiHexDigit(normal[i + 2]))
            {
                continue;
            }

            var c = (char)((Convert.ToInt32(normal[i + 1].ToString(), 16) << 4) | Convert.ToInt32(normal[i + 2].ToString(), 16));
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~')
            {
                normal.Remove(i, 3).Insert(i, c);
            }
            else
            {
                normal[i + 1] = char.ToUpperInvariant(normal[i + 1]);
                normal[i + 2] = char.ToUpperInvariant(normal[i + 2]);
            }
        }

        return normal.ToString();
    }

    private sealed record Rule(string Pattern, bool IsAllow);

    private sealed class Group
    {
        // Far more than any site needs; a longer list is a mistake or an attack.
        private const int MaxRules = 10_000;
        private const int MaxPattern = 2_000;

        public List<Rule> Rules { get; } = [];

        public TimeSpan? Delay { get; private set; }

        public bool IsNamed { get; private set; }

        public void Add(ReadOnlySpan<char> pattern, bool isAllow)
        {
            IsNamed = true;
            // An empty rule says nothing; one that begins with neither slash nor star matches nothing.
            if (pattern.Length is > 0 and <= MaxPattern && pattern[0] is '/' or '*' && Rules.Count < MaxRules)
            {
                Rules.Add(new Rule(Normalise(pattern), isAllow));
            }
        }

        public void SetDelay(ReadOnlySpan<char> value)
        {
            IsNamed = true;
            if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            {
                Delay = TimeSpan.FromSeconds(Math.Min(seconds, MaxCrawlDelay.TotalSeconds));
            }
        }
    }
}
