using SearchPlanet.Search.QueryLanguage;

namespace SearchPlanet.Search.Tests.QueryLanguage;

/// <summary>Writes a tree node by node, apart from the canonical spelling, so that meanings can be compared.</summary>
internal static class QueryTreeText
{
    public static string Of(QueryNode node) => node switch
    {
        QueryNode.Everything => "everything",
        QueryNode.All all => $"all({string.Join(", ", all.Nodes.Select(Of))})",
        QueryNode.Any any => $"any({string.Join(", ", any.Nodes.Select(Of))})",
        QueryNode.Not not => $"not({Of(not.Node)})",
        QueryNode.Word word => $"{In(word.Field)}word<{word.Text}>",
        QueryNode.Phrase phrase => $"{In(phrase.Field)}phrase<{phrase.Text}>",
        QueryNode.Prefix prefix => $"{In(prefix.Field)}prefix<{prefix.Text}>",
        QueryNode.Fuzzy fuzzy => $"{In(fuzzy.Field)}fuzzy<{fuzzy.Text}>",
        QueryNode.Filter filter => $"{filter.Field}<{string.Join('|', filter.Values)}>",
        QueryNode.HasCode => "code",
        QueryNode.Published published => $"published<{string.Join('|', published.Periods.Select(p => $"{p.From:yyyyMMdd}-{p.To:yyyyMMdd}"))}>",
        QueryNode.After after => $"after<{after.Day:yyyyMMdd}>",
        QueryNode.Before before => $"before<{before.Day:yyyyMMdd}>",
        QueryNode.Last last => $"last<{last.Count}{last.Unit}>",
        QueryNode.Mentions mentions => $"{mentions.Family}<{string.Join('|', mentions.Ranges)}>",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string In(TextField field) => field == TextField.All ? "" : $"{field} ";
}
