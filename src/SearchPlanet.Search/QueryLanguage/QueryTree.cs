using System.Collections.Immutable;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Puts query trees together so that equal meanings get equal trees.</summary>
public static class QueryTree
{
    public static readonly QueryNode Everything = new QueryNode.Everything();

    /// <summary>All of the nodes. Filters on what a post has one of (author, source, planet, site, kind, language, a <c>date:</c>) unite their
    /// values where they stand side by side, since a post could hardly pass both.</summary>
    public static QueryNode All(IEnumerable<QueryNode> nodes)
    {
        var flat = new List<QueryNode>();
        foreach (var node in nodes.SelectMany(static n => n is QueryNode.All all ? all.Nodes : [n]))
        {
            if (node is not QueryNode.Everything && !TryUnite(flat, node))
            {
                flat.Add(node);
            }
        }

        return flat.Count switch { 0 => Everything, 1 => flat[0], _ => new QueryNode.All([.. flat]) };
    }

    public static QueryNode Any(IEnumerable<QueryNode> nodes)
    {
        ImmutableArray<QueryNode> flat = [.. nodes.SelectMany(static n => n is QueryNode.Any any ? any.Nodes : [n])];
        return flat.Length switch { 0 => Everything, 1 => flat[0], _ => new QueryNode.Any(flat) };
    }

    public static QueryNode Not(QueryNode node) => node is QueryNode.Not not ? not.Node : new QueryNode.Not(node);

    /// <summary>The tree with <paramref name="by"/> in the place of one of its nodes, told by reference; null leaves it out.</summary>
    /// <returns>Null when nothing is left.</returns>
    public static QueryNode? Replace(QueryNode root, QueryNode node, QueryNode? by)
    {
        if (ReferenceEquals(root, node))
        {
            return by;
        }

        return root switch
        {
            QueryNode.All all => ReplaceAmong(all.Nodes, node, by) is { Count: > 0 } nodes ? All(nodes) : null,
            QueryNode.Any any => ReplaceAmong(any.Nodes, node, by) is { Count: > 0 } nodes ? Any(nodes) : null,
            QueryNode.Not not => Replace(not.Node, node, by) is { } inner ? Not(inner) : null,
            _ => root,
        };
    }

    /// <summary>The leaves in order, those under a <see cref="QueryNode.Not"/> only when asked for.</summary>
    public static IEnumerable<QueryNode> Leaves(QueryNode root, bool includeNegated) => root switch
    {
        QueryNode.All all => all.Nodes.SelectMany(n => Leaves(n, includeNegated)),
        QueryNode.Any any => any.Nodes.SelectMany(n => Leaves(n, includeNegated)),
        QueryNode.Not not => includeNegated ? Leaves(not.Node, includeNegated) : [],
        QueryNode.Everything => [],
        _ => [root],
    };

    private static List<QueryNode> ReplaceAmong(ImmutableArray<QueryNode> nodes, QueryNode node, QueryNode? by)
    {
        var kept = new List<QueryNode>(nodes.Length);
        foreach (var child in nodes)
        {
            if (Replace(child, node, by) is { } replaced)
            {
                kept.Add(replaced);
            }
        }

        return kept;
    }

    private static bool TryUnite(List<QueryNode> siblings, QueryNode node)
    {
        for (var i = 0; i < siblings.Count; i++)
        {
            switch (siblings[i], node)
            {
                case (QueryNode.Filter sibling, QueryNode.Filter filter)
                    when sibling.Field == filter.Field && filter.Field is not (FilterField.Tag or FilterField.Imports):
                    siblings[i] = sibling with { Values = [.. sibling.Values.Union(filter.Values, StringComparer.OrdinalIgnoreCase)] };
                    return true;
                case (QueryNode.Published sibling, QueryNode.Published published):
                    siblings[i] = new QueryNode.Published([.. sibling.Periods.Union(published.Periods)]);
                    return true;
            }
        }

        return false;
    }
}
