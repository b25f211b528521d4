using System.Collections.Frozen;
using System.Net;

namespace SearchPlanet.Ingestion.Scheduling;

/// <summary>
/// The part of a host's name that somebody registered: <c>example.co.uk</c> of <c>www.blog.example.co.uk</c>. It stands for whoever runs the
/// machines, so it is what politeness counts requests by.
/// </summary>
/// <remarks>
/// By the ICANN section of the Public Suffix List alone. The private section would make each blog of <c>blogspot.com</c> or <c>github.io</c>
/// a domain of its own, which it is for cookies, but not for the provider whose limits cover all of them together.
/// </remarks>
public static class RegistrableDomain
{
    private static readonly FrozenDictionary<string, RuleKind> Rules = ReadRules();
    private static readonly FrozenDictionary<string, RuleKind>.AlternateLookup<ReadOnlySpan<char>> RulesBySpan = Rules.GetAlternateLookup<ReadOnlySpan<char>>();

    private enum RuleKind
    {
        /// <summary><c>co.uk</c>: a suffix.</summary>
        Suffix,

        /// <summary><c>*.ck</c>: every name under it is a suffix; kept under <c>ck</c>.</summary>
        Wildcard,

        /// <summary><c>!www.ck</c>: not a suffix, in spite of the wildcard.</summary>
        Exception,
    }

    /// <summary>The domain that a URL's host belongs to, in lower case and ASCII; an IP address or a name of one label is its own.</summary>
    public static string Of(Uri url) => Of(url.IdnHost);

    /// <inheritdoc cref="Of(Uri)"/>
    public static string Of(string host)
    {
        host = host.TrimEnd('.').ToLowerInvariant();
        if (IPAddress.TryParse(host, out _))
        {
            return host;
        }
        // Labels are added from the right for as long as what stands there is a suffix; the first that is not, is registered.
        for (var dot = host.LastIndexOf('.'); dot > 0; dot = host.LastIndexOf('.', dot - 1))
        {
            var start = host.LastIndexOf('.', dot - 1) + 1;
            if (!IsSuffix(host.AsSpan(start), host.AsSpan(dot + 1)))
            {
                return host[start..];
            }

            if (start == 0)
            {
                break;
            }
        }

        return host;
    }

    private static bool IsSuffix(ReadOnlySpan<char> name, ReadOnlySpan<char> parent)
    {
        if (RulesBySpan.TryGetValue(name, out var rule))
        {
            return rule != RuleKind.Exception;
        }

        return RulesBySpan.TryGetValue(parent, out rule) && rule == RuleKind.Wildcard;
    }

    private static FrozenDictionary<string, RuleKind> ReadRules()
    {
        var rules = new Dictionary<string, RuleKind>();
        using var stream = typeof(RegistrableDomain).Assembly.GetManifestResourceStream("PublicSuffixes.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            if (line.StartsWith("*.", StringComparison.Ordinal))
            {
                rules[line[2..]] = RuleKind.Wildcard;
            }
            else if (line[0] == '!')
            {
                rules[line[1..]] = RuleKind.Exception;
            }
            else
            {
                rules.TryAdd(line, RuleKind.Suffix);
            }
        }

        return rules.ToFrozenDictionary();
    }
}
