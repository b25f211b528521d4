using System.Collections.Immutable;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>A parsed query: immutable, and free of how the index answers it.</summary>
public abstract record QueryNode
{
    private QueryNode()
    {
    }

    /// <summary>True of every post.</summary>
    public sealed record Everything : QueryNode;

    /// <summary>All of two or more; none of them an <see cref="All"/>.</summary>
    public sealed record All(ImmutableArray<QueryNode> Nodes) : QueryNode;

    /// <summary>Any of two or more; none of them an <see cref="Any"/>.</summary>
    public sealed record Any(ImmutableArray<QueryNode> Nodes) : QueryNode;

    /// <summary>Not a <see cref="Not"/> of a <see cref="Not"/>.</summary>
    public sealed record Not(QueryNode Node) : QueryNode;

    /// <summary>A word as typed, without blanks; stems and synonyms match too.</summary>
    public sealed record Word(string Text, TextField Field) : QueryNode;

    /// <summary>These words one after the other as they stand: no stems, no synonyms, no typos.</summary>
    public sealed record Phrase(string Text, TextField Field) : QueryNode;

    /// <summary>Words that begin with this.</summary>
    public sealed record Prefix(string Text, TextField Field) : QueryNode;

    /// <summary>Words a typo away from this.</summary>
    public sealed record Fuzzy(string Text, TextField Field) : QueryNode;

    /// <summary>Any of the values; at least one, folded to lower case but for authors.</summary>
    public sealed record Filter(FilterField Field, ImmutableArray<string> Values) : QueryNode;

    /// <summary>The post holds a code block.</summary>
    public sealed record HasCode : QueryNode;

    /// <summary>Published in any of the periods; at least one.</summary>
    public sealed record Published(ImmutableArray<DayRange> Periods) : QueryNode;

    /// <summary>Published on this day, UTC, or later.</summary>
    public sealed record After(DateOnly Day) : QueryNode;

    /// <summary>Published before this day, UTC.</summary>
    public sealed record Before(DateOnly Day) : QueryNode;

    /// <summary>Published in the last days, weeks, months or years, today included.</summary>
    /// <param name="Unit"><c>d w m y</c>.</param>
    public sealed record Last(int Count, char Unit) : QueryNode
    {
        /// <summary>The first day that counts.</summary>
        public DateOnly Since(DateOnly today) => Unit switch
        {
            'd' => today.AddDays(-Count),
            'w' => today.AddDays(-7 * Count),
            'm' => today.AddMonths(-Count),
            _ => today.AddYears(-Count),
        };
    }

    /// <summary>The post names a version, or a numbered document, within any of the ranges; at least one.</summary>
    /// <param name="Family"><c>django python plone pep cve dep</c>.</param>
    public sealed record Mentions(string Family, ImmutableArray<VersionRange> Ranges) : QueryNode;
}
