using System.Text;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Writes a query in canonical spelling: what <see cref="QueryParser"/> reads as the same tree.</summary>
public static class QueryRenderer
{
    /// <summary>The tree, then the order when one is asked for; empty for <see cref="QueryNode.Everything"/>.</summary>
    public static string Render(QueryNode node, SortOrder sort = SortOrder.Default)
    {
        ArgumentNullException.ThrowIfNull(node);
        var text = new StringBuilder();
        Append(text, node, inConjunction: false);
        if (sort != SortOrder.Default)
        {
            text.Append(text.Length > 0 ? " " : "").Append("sort:").Append(sort.ToString().ToLowerInvariant());
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, QueryNode node, bool inConjunction)
    {
        switch (node)
        {
            case QueryNode.All all:
                AppendJoined(text, all.Nodes, " ", inConjunction: true);
                break;
            case QueryNode.Any any when inConjunction:
                text.Append('(');
                AppendJoined(text, any.Nodes, " OR ", inConjunction: false);
                text.Append(')');
                break;
            case QueryNode.Any any:
                AppendJoined(text, any.Nodes, " OR ", inConjunction: false);
                break;
            case QueryNode.Not { Node: QueryNode.All all }:
                text.Append("-(");
                AppendJoined(text, all.Nodes, " ", inConjunction: true);
                text.Append(')');
                break;
            case QueryNode.Not not:
                // "--fake" is text, so its negation cannot be spelt with one more hyphen.
                text.Append(not.Node is QueryNode.Word { Field: TextField.All, Text: ['-', ..] }
                    or QueryNode.Prefix { Field: TextField.All, Text: ['-', ..] }
                    or QueryNode.Fuzzy { Field: TextField.All, Text: ['-', ..] } ? "NOT " : "-");
                Append(text, not.Node, inConjunction: true);
                break;
            case QueryNode.Word word:
                text.Append(FieldPrefix(word.Field)).Append(word.Text);
                break;
            case QueryNode.Prefix prefix:
                text.Append(FieldPrefix(prefix.Field)).Append(prefix.Text).Append('*');
                break;
            case QueryNode.Fuzzy fuzzy:
                text.Append(FieldPrefix(fuzzy.Field)).Append(fuzzy.Text).Append('~');
                break;
            case QueryNode.Phrase phrase:
                text.Append(FieldPrefix(phrase.Field)).Append('"').Append(phrase.Text).Append('"');
                break;
            case QueryNode.Filter filter:
                text.Append(filter.Field.ToString().ToLowerInvariant()).Append(':').AppendJoin(',', filter.Values.Select(Quoted));
                break;
            case QueryNode.HasCode:
                text.Append("has:code");
                break;
            case QueryNode.After after:
                text.Append($"after:{after.Day:yyyy-MM-dd}");
                break;
            case QueryNode.Before before:
                text.Append($"before:{before.Day:yyyy-MM-dd}");
                break;
            case QueryNode.Published published:
                text.Append("date:").AppendJoin(',', published.Periods);
                break;
            case QueryNode.Last last:
                text.Append("last:").Append(last.Count).Append(last.Unit);
                break;
            case QueryNode.Mentions mentions:
                text.Append(mentions.Family).Append(':').AppendJoin(',', mentions.Ranges);
                break;
        }
    }

    private static void AppendJoined(StringBuilder text, IEnumerable<QueryNode> nodes, string separator, bool inConjunction)
    {
        var isFirst = true;
        foreach (var node in nodes)
        {
            text.Append(isFirst ? "" : separator);
            Append(text, node, inConjunction);
            isFirst = false;
        }
    }

    private static string FieldPrefix(TextField field) => field switch
    {
        TextField.Title => "title:",
        TextField.Code => "code:",
        _ => "",
    };

    private static string Quoted(string value) =>
        value.All(static c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '#' or '/' or '@') ? value : $"\"{value}\"";
}
